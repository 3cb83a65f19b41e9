/**
 * HTTP services and WebSockets of {@code @Async} methods: a {@link dev.jacquard.web.WebApp} is built of routes and
 * resources, and listens on the loop's own thread.
 */
@NullMarked
package dev.jacquard.web;

import org.jspecify.annotations.NullMarked;
