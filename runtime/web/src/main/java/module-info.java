/** HTTP services and WebSockets of {@code @Async} methods. */
module dev.jacquard.web {
    requires transitive dev.jacquard.vertx;
    requires transitive io.vertx.core;
    requires transitive io.vertx.web;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires io.netty.buffer;
    requires io.netty.codec.http;
    requires jakarta.validation;
    requires jakarta.ws.rs;
    requires org.hibernate.validator;
    requires static org.jspecify;

    exports dev.jacquard.web;
    exports dev.jacquard.web.client;
}
