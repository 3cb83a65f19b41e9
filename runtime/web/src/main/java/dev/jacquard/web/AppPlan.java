package dev.jacquard.web;

import dev.jacquard.AsyncCloseable;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an application is, unchangeable.
 *
 * @param table finds routes
 * @param chain what is around all requests
 * @param providers by what they provide
 * @param lifespans opened in this order
 * @param tasks of the application
 * @param before handlers of Vert.x Web that come first
 * @param sockets what its WebSockets are like
 */
record AppPlan(
        List<Route> routes,
        RouteTable table,
        Chain chain,
        Map<Class<?>, Provider<?>> providers,
        List<Lifespan<?>> lifespans,
        List<NamedWork> tasks,
        List<Handler<RoutingContext>> before,
        List<WebSocketOptions> sockets) {

    /**
     * Something that lives as long as the application.
     *
     * @param type under which handlers ask for it, or null
     */
    record Lifespan<T extends AsyncCloseable>(@Nullable Class<T> type, Startup<? extends T> startup) {}

    /** A task of the application. */
    record NamedWork(String name, Work work) {}

    /** The plan with other providers, for a test. */
    AppPlan with(Map<Class<?>, Provider<?>> overrides) {
        Map<Class<?>, Provider<?>> all = new HashMap<>(providers);
        all.putAll(overrides);
        return new AppPlan(routes, table, chain, all, lifespans, tasks, before, sockets);
    }
}
