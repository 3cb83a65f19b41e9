package dev.jacquard.vertx;

import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A context of Vert.x Web as our handlers get it: its request may be held, and it notes when it is handed on. A proxy,
 * since Vert.x Web's own handlers, which may be given it, ask for more than {@link RoutingContext} and do not say what.
 */
final class RouteContext implements InvocationHandler {
    private static final ClassValue<Class<?>[]> INTERFACES = new ClassValue<>() {
        @Override
        protected Class<?>[] computeValue(Class<?> type) {
            Set<Class<?>> found = new LinkedHashSet<>();
            for (Class<?> c = type; c != null; c = c.getSuperclass()) {
                for (Class<?> i : c.getInterfaces()) {
                    if (RoutingContext.class.isAssignableFrom(i)) {
                        found.add(i);
                    }
                }
            }
            return found.toArray(new Class<?>[0]);
        }
    };

    private final RoutingContext ctx;
    private final HeldRequest request;
    private boolean handedOn;

    RouteContext(RoutingContext ctx) {
        this.ctx = ctx;
        request = HeldRequest.of(ctx.request());
    }

    /** What the handler gets. */
    RoutingContext proxy() {
        Class<?> type = ctx.getClass();
        return (RoutingContext) Proxy.newProxyInstance(type.getClassLoader(), INTERFACES.get(type), this);
    }

    HeldRequest request() {
        return request;
    }

    /** Whether the handler has called {@code next}, {@code fail} or {@code reroute}. */
    boolean isHandedOn() {
        return handedOn;
    }

    /** Others go on with it: the request is theirs, who may want to hold it themselves. */
    void handOn() {
        handedOn = true;
        request.letGo();
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        switch (method.getName()) {
            case "request" -> {
                return request;
            }
            case "next", "fail", "reroute" -> handOn();
            case "equals" -> {
                return args != null && (args[0] == proxy || ctx.equals(args[0]));
            }
            default -> {}
        }
        try {
            Object result = method.invoke(ctx, args);
            return result == ctx ? proxy : result;
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
