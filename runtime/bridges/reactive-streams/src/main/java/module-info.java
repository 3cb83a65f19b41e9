/** Asynchronous iteration and Reactive Streams. */
module dev.jacquard.reactivestreams {
    requires transitive dev.jacquard.core;
    requires transitive org.reactivestreams;
    requires static org.jspecify;

    exports dev.jacquard.reactivestreams;
}
