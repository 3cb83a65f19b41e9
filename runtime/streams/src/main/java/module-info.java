/** Readers and writers of bytes; files; subprocesses. */
module dev.jacquard.streams {
    requires transitive dev.jacquard.core;
    requires static org.jspecify;

    exports dev.jacquard.files;
    exports dev.jacquard.streams;
}
