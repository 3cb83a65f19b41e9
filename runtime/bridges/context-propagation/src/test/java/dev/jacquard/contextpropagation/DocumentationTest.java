package dev.jacquard.contextpropagation;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.contextpropagation.PropagationTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The examples of docs/interop.md. */
class DocumentationTest {
    static final Logger log = LoggerFactory.getLogger(DocumentationTest.class);

    // doc: mdc
    @Async
    static Coroutine<Void> handle(String request) {
        MDC.put("request", request);
        log.info("begin");
        await(sleep(10)); // another request is handled meanwhile
        log.info("end"); // still with request=...
        return Coroutine.done();
    }

    // end

    @Test
    void logLinesOfTwoRequestsAreToldApart() {
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        ((ch.qos.logback.classic.Logger) log).addAppender(appender);
        try {
            run(() -> {
                await(gather(handle("A"), handle("B")));
                return Coroutine.done();
            });
        } finally {
            ((ch.qos.logback.classic.Logger) log).detachAppender(appender);
        }
        assertThat(appender.list)
                .extracting(e -> e.getMessage() + " " + e.getMDCPropertyMap().get("request"))
                .containsExactly("begin A", "begin B", "end A", "end B");
        assertThat(MDC.get("request")).isNull();
    }

    @Async
    static Coroutine<List<String>> scoped(String value) {
        String inside;
        try (Scope scope = Context.current().with(Carrier.KEY, value).makeCurrent()) {
            await(sleep(1));
            inside = Context.current().get(Carrier.KEY);
        }
        return Coroutine.of(java.util.Arrays.asList(inside, Context.current().get(Carrier.KEY)));
    }

    @Test
    void openTelemetrysScopesSpanAwaits() {
        var both = run(() -> {
            try (Scope scope = Context.current().with(Carrier.KEY, "outer").makeCurrent()) {
                return Coroutine.of(await(gather(scoped("a"), scoped("b"))));
            }
        });
        assertThat(both).containsExactly(List.of("a", "outer"), List.of("b", "outer"));
        assertThat(Context.current()).isSameAs(Context.root());
    }
}
