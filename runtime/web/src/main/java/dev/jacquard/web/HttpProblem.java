package dev.jacquard.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is a problem, as {@code application/problem+json} (RFC 9457). FastAPI's {@code HTTPException}.
 *
 * <p>Thrown at every bad request, so it has no stack trace below status 500.
 */
public class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int SERVER_ERROR = 500;

    private final int status;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /**
     * A problem.
     *
     * @param status 400 to 599
     * @param detail what the client is told, or null
     * @throws IllegalArgumentException for another status
     */
    public HttpProblem(int status, @Nullable String detail) {
        this(status, detail, null);
    }

    /** A problem with a cause, which is logged and not told to the client; see {@link #HttpProblem(int, String)}. */
    public HttpProblem(int status, @Nullable String detail, @Nullable Throwable cause) {
        super(detail, cause, true, status >= SERVER_ERROR);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("The status of a problem is 400 to 599, not " + status);
        }
        this.status = status;
    }

    /**
     * Adds an extension member.
     *
     * @param name any but {@code status}, {@code title} and {@code detail}; {@code type} and {@code instance} are the
     *     standard's
     * @param value written as JSON
     * @return this
     */
    public HttpProblem with(String name, Object value) {
        if (name.equals("status") || name.equals("title") || name.equals("detail")) {
            throw new IllegalArgumentException("\"" + name + "\" is a member of every problem");
        }
        members.put(name, value);
        return this;
    }

    /** Adds a header to the answer, such as {@code Retry-After}; gives this. */
    public HttpProblem header(String name, String value) {
        HeaderChecks.check(name, value);
        headers.put(name, value);
        return this;
    }

    /** The status. */
    public int status() {
        return status;
    }

    /** The extension members, in their order. */
    public Map<String, Object> members() {
        return members;
    }

    Response toResponse() {
        Map<String, Object> body = new LinkedHashMap<>();
        Object type = members.get("type");
        if (type != null) {
            body.put("type", type);
        }
        body.put("status", status);
        body.put("title", Statuses.title(status));
        if (getMessage() != null) {
            body.put("detail", getMessage());
        }
        members.forEach(body::putIfAbsent);
        Response response = Response.of(status).withJson(body).header("content-type", "application/problem+json");
        headers.forEach(response::header);
        return response;
    }

    /** What the client has sent is not what is wanted: 422 with all errors. */
    static HttpProblem invalid(List<FieldError> errors) {
        String detail = errors.size() == 1 ? "1 value is not valid" : errors.size() + " values are not valid";
        return new HttpProblem(422, detail).with("errors", members(errors));
    }

    /** What was said, with each error: for who is told by an exception. */
    static String explain(HttpProblem e) {
        if (!(e.members.get("errors") instanceof List<?> errors)) {
            return String.valueOf(e.getMessage());
        }
        StringBuilder s = new StringBuilder(String.valueOf(e.getMessage()));
        for (Object error : errors) {
            Map<?, ?> m = (Map<?, ?>) error;
            s.append("; ").append(m.get("name")).append(' ').append(m.get("message"));
        }
        return s.toString();
    }

    /** As maps: modules need not be open for those to be written. */
    private static List<Map<String, String>> members(List<FieldError> errors) {
        List<Map<String, String>> all = new ArrayList<>();
        for (FieldError e : errors) {
            Map<String, String> member = new LinkedHashMap<>();
            member.put("in", e.in());
            member.put("name", e.name());
            member.put("message", e.message());
            all.add(member);
        }
        return all;
    }
}
