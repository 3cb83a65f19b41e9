package dev.jacquard.testing.schedules;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives an {@link Explorer} to methods with {@link ExploreSchedules}. */
final class ExploreSchedulesExtension implements ParameterResolver {
    ExploreSchedulesExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Explorer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return AnnotationSupport.findAnnotation(
                        context.getRequiredTestMethod(), ExploreSchedules.class)
                .map(Explorer::of)
                .orElseThrow(
                        () ->
                                new ParameterResolutionException(
                                        "An Explorer is given to methods with @ExploreSchedules"));
    }
}
