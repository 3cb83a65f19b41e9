package dev.jacquard.web;

import jakarta.ws.rs.WebApplicationException;

/** Jakarta REST's exceptions as responses: their status, headers, and message as the detail. */
final class RestExceptions {
    private RestExceptions() {}

    static Response response(WebApplicationException e) {
        jakarta.ws.rs.core.Response said = e.getResponse();
        int status = said.getStatus();
        Response response = status < 400 || status > 599
                ? Response.of(status)
                : new HttpProblem(status, e.getMessage()).toResponse();
        said.getStringHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("content-type")) {
                values.forEach(v -> response.header(name, v));
            }
        });
        return response;
    }
}
