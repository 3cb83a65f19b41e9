package dev.jacquard.woven;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Gives a coroutine class the bodies of its method. They are private, so that neither compilers nor reflection, proxies
 * and mocks take them for methods of the user's class; both classes are in one package of one loader.
 *
 * <p>Not for users: calling these methods by hand has no meaning.
 */
public final class Bodies {
    private Bodies() {}

    /**
     * Bootstrap method of a coroutine's call of a body.
     *
     * @param coroutine the coroutine class
     * @param name the body's name
     * @param type receiver (if any) and parameters
     * @param owner the class that has the body
     * @param isStatic 1 if the body is static, else 0
     */
    public static CallSite link(
            MethodHandles.Lookup coroutine, String name, MethodType type, Class<?> owner, int isStatic)
            throws ReflectiveOperationException {
        MethodType body = isStatic == 1 ? type : type.dropParameterTypes(0, 1);
        return new ConstantCallSite(find(coroutine, owner, name, body, isStatic));
    }

    /**
     * A body as {@link Frame#direct} gives it.
     *
     * @param descriptor the body's, as in class files
     */
    public static MethodHandle find(
            MethodHandles.Lookup coroutine, Class<?> owner, String name, String descriptor, int isStatic)
            throws ReflectiveOperationException {
        MethodType type = MethodType.fromMethodDescriptorString(
                descriptor, coroutine.lookupClass().getClassLoader());
        return find(coroutine, owner, name, type, isStatic);
    }

    private static MethodHandle find(
            MethodHandles.Lookup coroutine, Class<?> owner, String name, MethodType type, int isStatic)
            throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(owner, coroutine);
        try {
            return isStatic == 1 ? lookup.findStatic(owner, name, type) : lookup.findVirtual(owner, name, type);
        } catch (NoSuchMethodException e) {
            throw new LinkageError(
                    owner.getName()
                            + "."
                            + name
                            + type
                            + ", a body of a woven method, is gone. If a shrinker has taken it for"
                            + " unused, give it the rule in docs/agents.md, Shrinkers.",
                    e);
        }
    }
}
