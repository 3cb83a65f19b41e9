/**
 * Lets SLF4J's MDC, OpenTelemetry's context, and the thread-locals of Micrometer's {@code ContextRegistry} follow a
 * task. There is nothing to call: being on the class path is enough.
 */
@NullMarked
package dev.jacquard.contextpropagation;

import org.jspecify.annotations.NullMarked;
