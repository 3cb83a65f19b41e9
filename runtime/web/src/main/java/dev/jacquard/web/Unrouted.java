package dev.jacquard.web;

import dev.jacquard.Coroutine;
import java.util.Set;
import java.util.TreeSet;

/** Requests for which there is no route. */
final class Unrouted {
    private Unrouted() {}

    /**
     * Says so.
     *
     * @param allowed the methods that the path has, or none if it is unknown
     */
    static Endpoint endpoint(ServerRequest request, Set<String> allowed) {
        if (allowed.isEmpty()) {
            boolean isForAll = request.rawPath().equals("*") && request.method().equals("OPTIONS");
            return isForAll
                    ? r -> Coroutine.of(Response.of(204))
                    : r -> {
                        throw new HttpProblem(404, "There is nothing at " + r.path());
                    };
        }
        Set<String> methods = new TreeSet<>(allowed);
        boolean hasSocket = methods.remove(Route.SOCKET);
        if (hasSocket && methods.isEmpty()) {
            return r -> {
                throw new HttpProblem(426, "There is a WebSocket at " + r.path()).header("upgrade-to", "websocket");
            };
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        String allow = String.join(", ", methods);
        if (request.method().equals("OPTIONS")) {
            return r -> Coroutine.of(Response.of(204).header("allow", allow));
        }
        return r -> {
            throw new HttpProblem(405, r.method() + " is not for " + r.path()).header("allow", allow);
        };
    }
}
