package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.List;

/**
 * What runs around an endpoint: of the whole application, or of one that was mounted.
 *
 * @param arounds the first is outermost
 * @param problems what exceptions become, at each of them
 */
record Chain(List<Around> arounds, Problems problems) {
    /** The endpoint with all of this around it. */
    Endpoint around(Endpoint inner) {
        return request -> call(request, inner);
    }

    /** Goes through all of it. */
    Coroutine<Response> call(ServerRequest request, Endpoint inner) {
        return begin(request, 0, inner);
    }

    private Coroutine<Response> begin(ServerRequest request, int index, Endpoint inner) {
        try {
            return step(request, index, inner);
        } catch (Exception e) {
            return Coroutine.failed(e); // the call itself throws nothing
        }
    }

    @Async
    private Coroutine<Response> step(ServerRequest request, int at, Endpoint inner) throws Exception {
        try {
            if (at == arounds.size()) {
                return Coroutine.of(Values.response(await(inner.handle(request))));
            }
            Response response = await(arounds.get(at).around(request, new Once(this, request, at + 1, inner)));
            return Coroutine.of(checked(response, arounds.get(at)));
        } catch (Exception e) {
            request.failed(e);
            Response mapped = problems.map(request, e);
            if (mapped == null) {
                throw e;
            }
            return Coroutine.of(mapped);
        }
    }

    private static Response checked(Response response, Around around) {
        if (response == null) {
            throw new IllegalStateException(
                    around.getClass().getName() + " gave null. An around gives a Response, such as that of proceed()");
        }
        return response;
    }

    private static final class Once implements Next {
        private final Chain chain;
        private final ServerRequest request;
        private final int at;
        private final Endpoint inner;
        private boolean called;

        Once(Chain chain, ServerRequest request, int at, Endpoint inner) {
            this.chain = chain;
            this.request = request;
            this.at = at;
            this.inner = inner;
        }

        @Override
        public Coroutine<Response> proceed() {
            if (called) {
                throw new IllegalStateException("proceed() was called twice for one request");
            }
            called = true;
            return chain.begin(request, at, inner);
        }
    }
}
