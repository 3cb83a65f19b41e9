package dev.jacquard.testing;

import dev.jacquard.Coroutine;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/**
 * Lets tests fail that JUnit would leave out in silence: methods with {@code @AsyncTest} that return {@code Coroutine}
 * and were not woven. (Woven, they return nothing, and Jupiter runs them.) It finds nothing where all is well.
 */
public final class UnwovenTestEngine implements TestEngine {
    private static final EngineDiscoveryRequestResolver<EngineDescriptor> RESOLVER =
            EngineDiscoveryRequestResolver.<EngineDescriptor>builder()
                    .addClassContainerSelectorResolver(type -> !unwoven(type).isEmpty())
                    .addSelectorResolver(new Resolver())
                    .build();

    /** Made by JUnit. */
    public UnwovenTestEngine() {}

    @Override
    public String getId() {
        return "jacquard-unwoven";
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
        EngineDescriptor root = new EngineDescriptor(id, "Tests of Jacquard that are not woven");
        RESOLVER.resolve(request, root);
        return root;
    }

    private static java.util.List<Method> unwoven(Class<?> type) {
        return AnnotationSupport.findAnnotatedMethods(type, AsyncTest.class, HierarchyTraversalMode.TOP_DOWN).stream()
                .filter(m -> m.getReturnType() == Coroutine.class)
                .filter(m -> !Modifier.isAbstract(m.getModifiers()))
                .toList();
    }

    private static final class Resolver implements SelectorResolver {
        @Override
        public Resolution resolve(ClassSelector selector, Context context) {
            for (Method m : unwoven(selector.getJavaClass())) {
                context.addToParent(parent -> {
                    UniqueId id = parent.getUniqueId()
                            .append("class", selector.getClassName())
                            .append("method", m.getName());
                    return java.util.Optional.of(new Unwoven(id, m));
                });
            }
            return Resolution.unresolved();
        }
    }

    @Override
    public void execute(ExecutionRequest request) {
        var listener = request.getEngineExecutionListener();
        TestDescriptor root = request.getRootTestDescriptor();
        listener.executionStarted(root);
        for (TestDescriptor test : root.getChildren()) {
            listener.executionStarted(test);
            listener.executionFinished(
                    test,
                    TestExecutionResult.failed(new IllegalStateException(NotWoven.message(((Unwoven) test).method))));
        }
        listener.executionFinished(root, TestExecutionResult.successful());
    }

    private static final class Unwoven extends AbstractTestDescriptor {
        final Method method;

        Unwoven(UniqueId id, Method method) {
            super(id, method.getName() + "()", MethodSource.from(method));
            this.method = method;
        }

        @Override
        public Type getType() {
            return Type.TEST;
        }
    }
}
