/**
 * Vert.x on the loop: {@link dev.jacquard.vertx.VertxLoop} gives a {@link io.vertx.core.Vertx} whose event loop is the
 * running one, so that its handlers and our tasks take turns on one thread. {@link dev.jacquard.vertx.VertxFutures} and
 * {@link dev.jacquard.vertx.VertxStreams} are the bridges, {@link dev.jacquard.vertx.AsyncHandlers} and
 * {@link dev.jacquard.vertx.AsyncRoutes} (for Vert.x Web) serve each request with a task.
 */
@NullMarked
package dev.jacquard.vertx;

import org.jspecify.annotations.NullMarked;
