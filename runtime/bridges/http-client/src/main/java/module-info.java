/** The JDK's HTTP client with asynchronous iteration. */
module dev.jacquard.httpclient {
    requires transitive dev.jacquard.streams;
    requires transitive java.net.http;
    requires static org.jspecify;

    exports dev.jacquard.httpclient;
}
