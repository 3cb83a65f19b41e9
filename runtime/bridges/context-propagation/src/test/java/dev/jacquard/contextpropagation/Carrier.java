package dev.jacquard.contextpropagation;

import io.micrometer.context.ContextRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.slf4j.MDC;

/** Something that keeps a value in a thread-local of its own. */
enum Carrier {
    MDC_KEY {
        @Override
        void set(String value) {
            MDC.put("request", value);
        }

        @Override
        String get() {
            return MDC.get("request");
        }

        @Override
        void clear() {
            MDC.clear();
        }
    },
    OPEN_TELEMETRY {
        @Override
        void set(String value) {
            Context.current().with(KEY, value).makeCurrent();
        }

        @Override
        String get() {
            return Context.current().get(KEY);
        }

        @Override
        void clear() {
            Context.root().makeCurrent();
        }
    },
    REGISTERED {
        @Override
        void set(String value) {
            LOCAL.set(value);
        }

        @Override
        String get() {
            return LOCAL.get();
        }

        @Override
        void clear() {
            LOCAL.remove();
        }
    };

    static final ContextKey<String> KEY = ContextKey.named("request");
    private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();

    static {
        ContextRegistry.getInstance().registerThreadLocalAccessor("test", LOCAL);
    }

    abstract void set(String value);

    abstract String get();

    abstract void clear();
}
