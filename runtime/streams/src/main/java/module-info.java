/** Readers and writers of bytes; files; subprocesses. */
@SuppressWarnings("module") // the other module is built after this one
module dev.jacquard.streams {
    requires transitive dev.jacquard.core;
    requires static org.jspecify;

    exports dev.jacquard.files;
    exports dev.jacquard.streams;
    exports dev.jacquard.subprocess;
    exports dev.jacquard.streams.internal to
            dev.jacquard.httpclient;
}
