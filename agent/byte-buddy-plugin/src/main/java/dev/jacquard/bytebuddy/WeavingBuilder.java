package dev.jacquard.bytebuddy;

import dev.jacquard.weaver.WovenClass;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.implementation.LoadedTypeInitializer;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * A builder that weaves what another builder has made.
 *
 * <p>Byte Buddy's builders are immutable chains of some sixty methods, and a plugin that comes after ours goes on with
 * what ours returned. So this is a proxy: each call goes to the builder behind, each builder that comes back is wrapped
 * again, and {@code make} ends the chain with the weaver. Another plugin's steps are part of what gets woven, whatever
 * the order.
 */
final class WeavingBuilder implements InvocationHandler {
    private final Object behind;
    private final Function<byte[], WovenClass> weaver;

    private WeavingBuilder(Object behind, Function<byte[], WovenClass> weaver) {
        this.behind = behind;
        this.weaver = weaver;
    }

    static DynamicType.Builder<?> around(DynamicType.Builder<?> builder, Function<byte[], WovenClass> weaver) {
        return (DynamicType.Builder<?>) wrap(builder, DynamicType.Builder.class, weaver);
    }

    private static Object wrap(Object behind, Class<?> step, Function<byte[], WovenClass> weaver) {
        return Proxy.newProxyInstance(step.getClassLoader(), new Class<?>[] {step}, new WeavingBuilder(behind, weaver));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
        Object result;
        try {
            result = method.invoke(behind, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (result instanceof DynamicType.Unloaded<?> made) {
            return woven(made, weaver.apply(made.getBytes()));
        }
        Class<?> step = method.getReturnType();
        return step.isInterface() && step.getName().startsWith(DynamicType.Builder.class.getName())
                ? wrap(result, step, weaver)
                : result;
    }

    private static DynamicType.Unloaded<?> woven(DynamicType.Unloaded<?> made, WovenClass woven) {
        List<DynamicType> beside = new ArrayList<>();
        made.getAuxiliaryTypes().forEach((type, classFile) -> beside.add(unloaded(type, classFile, List.of())));
        for (Map.Entry<String, byte[]> coroutine : woven.coroutines().entrySet()) {
            String name = coroutine.getKey().replace('/', '.');
            TypeDescription type = TypePool.Default.of(ClassFileLocator.Simple.of(name, coroutine.getValue()))
                    .describe(name)
                    .resolve();
            beside.add(unloaded(type, coroutine.getValue(), List.of()));
        }
        return unloaded(made.getTypeDescription(), woven.bytes(), beside);
    }

    private static DynamicType.Unloaded<?> unloaded(TypeDescription type, byte[] classFile, List<DynamicType> beside) {
        return new DynamicType.Default.Unloaded<>(
                type,
                classFile,
                LoadedTypeInitializer.NoOp.INSTANCE,
                beside,
                TypeResolutionStrategy.Passive.INSTANCE.resolve());
    }
}
