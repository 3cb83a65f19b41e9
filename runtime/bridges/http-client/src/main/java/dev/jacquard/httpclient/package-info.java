/**
 * {@link java.net.http.HttpClient} in {@code @Async} code: {@link dev.jacquard.httpclient.AsyncHttp} sends requests
 * whose bodies are asynchronous iterables and reads responses in the same way, and
 * {@link dev.jacquard.httpclient.AsyncWebSocket} iterates over messages. The client's threads are the JDK's own: each
 * signal is posted to the loop.
 */
@NullMarked
package dev.jacquard.httpclient;

import org.jspecify.annotations.NullMarked;
