/** The test kit's streams as readers and writers. */
module dev.jacquard.testing.streams {
    requires transitive dev.jacquard.streams;
    requires transitive dev.jacquard.testing;
    requires static org.jspecify;

    exports dev.jacquard.testing.streams;
}
