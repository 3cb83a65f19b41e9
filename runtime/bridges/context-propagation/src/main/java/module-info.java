/** Thread-locals that follow a task. */
module dev.jacquard.contextpropagation {
    requires dev.jacquard.core;
    requires context.propagation;
    requires static io.opentelemetry.context;
    requires static org.jspecify;
    requires static org.slf4j;

    provides dev.jacquard.ContextPropagator with
            dev.jacquard.contextpropagation.MicrometerPropagator;
}
