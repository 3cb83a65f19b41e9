package dev.jacquard.web;

import jakarta.ws.rs.WebApplicationException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Exceptions as responses. */
final class Problems {
    private final Map<Class<?>, BiFunction<Request, Throwable, Response>> mappers = new LinkedHashMap<>();

    @SuppressWarnings("unchecked")
    <X extends Throwable> void add(Class<X> type, BiFunction<Request, X, Response> mapper) {
        if (mappers.putIfAbsent(type, (BiFunction<Request, Throwable, Response>) mapper) != null) {
            throw new IllegalArgumentException("onError(" + type.getName() + ") was said already");
        }
    }

    /**
     * The response that an exception means.
     *
     * @return null if it is nothing that anybody has mapped
     */
    @Nullable
    Response map(Request request, Throwable e) {
        Response mapped = own(request, e);
        if (mapped != null) {
            return mapped;
        }
        if (e instanceof HttpProblem problem) {
            return problem.toResponse();
        }
        if (e instanceof WebApplicationException thrown) {
            return RestExceptions.response(thrown);
        }
        return null;
    }

    /** By the mapper of the nearest superclass. */
    @Nullable
    Response own(Request request, Throwable e) {
        for (Class<?> c = e.getClass(); c != Object.class; c = c.getSuperclass()) {
            BiFunction<Request, Throwable, Response> mapper = mappers.get(c);
            if (mapper != null) {
                return mapper.apply(request, e);
            }
        }
        return null;
    }

    /** What was not mapped; the client is not told what it was. */
    static Response unhandled() {
        return new HttpProblem(500, null).toResponse();
    }
}
