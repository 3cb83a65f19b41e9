package dev.jacquard.woven;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.invoke.SwitchPoint;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The call site of {@code await(f(x))} where f's code is known only at run time: an inline cache per class of the
 * receiver.
 *
 * <p>At first f is called as it stands there and its coroutine is awaited. If that coroutine turns out to be fresh from
 * a woven f which the receiver's class really selects, later calls on that class enter f's body directly. Whatever is
 * not woven (an override, a proxy, a mock) goes on to be called normally, and so is what a class loader has loaded that
 * may end before the calling class's: the site must not hold its classes. Where another agent has changed the class of
 * f, {@link #switchOff} ends direct calls to it; where Mockito may do so and our agent is not there to see it, there
 * are none.
 */
public final class Direct extends MutableCallSite {
    /** Receiver classes that a site remembers; beyond that it calls normally. */
    private static final int MAX_CLASSES = 4;

    /** Receivers that may not be remembered, after which a site stops to look. */
    private static final int MAX_STRANGERS = 1_000;

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle AWAIT = find("awaitCoroutine", Object.class, Object.class, Driver.class);
    private static final MethodHandle IS_EXACT = find("isExact", boolean.class, Class.class, Object.class);

    /** Set by our agent, which calls {@link #switchOff}. */
    private static final String WATCHED = "jacquard.agent";

    /** By the calling class's loader; looked up once, as that takes time. */
    private static final Map<ClassLoader, Boolean> SEES_MOCKITO = Collections.synchronizedMap(new WeakHashMap<>());

    private static final ClassValue<Switch> SWITCHES = new ClassValue<>() {
        @Override
        protected Switch computeValue(Class<?> type) {
            return new Switch();
        }
    };

    private static final class Switch {
        final SwitchPoint point = new SwitchPoint();
        volatile boolean off;
    }

    private final @Nullable ClassLoader loader; // of the calling class
    private final String name;
    private final MethodType called;
    private final boolean fixed;

    /** The class whose method a static or super call runs; null for virtual calls. */
    private final @Nullable Class<?> declared;

    private final MethodHandle normal;
    private final MethodHandle miss;
    private final @Nullable Class<?>[] classes = new Class<?>[MAX_CLASSES];
    private final MethodHandle[] targets = new MethodHandle[MAX_CLASSES];
    private int count;
    private int strangers;

    private Direct(
            @Nullable ClassLoader loader,
            String name,
            MethodType type,
            MethodHandle target,
            boolean isStatic,
            @Nullable Class<?> declared) {
        super(type);
        this.loader = loader;
        this.name = name;
        this.fixed = declared != null;
        this.declared = declared;
        MethodType call = type.dropParameterTypes(type.parameterCount() - 1, type.parameterCount());
        this.called = isStatic ? call : call.dropParameterTypes(0, 1);
        MethodHandle plain = target.asType(call);
        this.normal = MethodHandles.collectArguments(AWAIT, 0, plain);
        MethodHandle learn = MethodHandles.insertArguments(
                find("learn", Object.class, Direct.class, Object.class, Object.class), 0, this);
        MethodHandle body = MethodHandles.collectArguments(AWAIT, 0, learn); // receiver, x, driver
        MethodHandle shaped;
        if (isStatic) {
            body = MethodHandles.insertArguments(body, 0, (Object) null); // x, driver
            shaped = MethodHandles.dropArguments(body, 1, call.parameterList());
        } else {
            // x, receiver, arguments, driver
            MethodType full = type.insertParameterTypes(0, Object.class);
            int[] order = {1, 0, full.parameterCount() - 1};
            shaped = MethodHandles.permuteArguments(
                    body.asType(body.type().changeParameterType(0, call.parameterType(0))), full, order);
        }
        this.miss = MethodHandles.foldArguments(shaped, plain);
        setTarget(miss);
    }

    /**
     * Bootstrap method.
     *
     * @param caller the woven class
     * @param name the method's name
     * @param type receiver (if any), arguments and driver; gives the result or {@link Driver#SUSPENDED}
     * @param target the method as it was called
     */
    public static CallSite link(MethodHandles.Lookup caller, String name, MethodType type, MethodHandle target) {
        MethodHandleInfo info = caller.revealDirect(target);
        int kind = info.getReferenceKind();
        boolean isStatic = kind == MethodHandleInfo.REF_invokeStatic;
        boolean fixed = isStatic || kind == MethodHandleInfo.REF_invokeSpecial;
        MethodType call = type.dropParameterTypes(type.parameterCount() - 1, type.parameterCount())
                .changeReturnType(Object.class);
        return new Direct(
                caller.lookupClass().getClassLoader(),
                name,
                type,
                target.asType(call),
                isStatic,
                fixed ? info.getDeclaringClass() : null);
    }

    /** Ends direct calls to the bodies of a class: somebody has changed its methods. */
    public static void switchOff(Class<?> type) {
        Switch s = SWITCHES.get(type);
        s.off = true;
        SwitchPoint.invalidateAll(new SwitchPoint[] {s.point});
    }

    private static MethodHandle find(String name, Class<?> result, Class<?>... arguments) {
        try {
            return LOOKUP.findStatic(Direct.class, name, MethodType.methodType(result, arguments));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.toString(), e);
        }
    }

    @SuppressWarnings("unused") // through its handle
    private static @Nullable Object awaitCoroutine(@Nullable Object coroutine, Driver driver) throws Throwable {
        return driver.await(coroutine);
    }

    @SuppressWarnings("unused") // through its handle
    private static boolean isExact(Class<?> type, @Nullable Object receiver) {
        return receiver != null && receiver.getClass() == type;
    }

    /** Sees what a normal call gave, and links the next one if it can. */
    @SuppressWarnings("unused") // through its handle
    private static @Nullable Object learn(Direct site, @Nullable Object receiver, @Nullable Object result) {
        boolean unseen = site.mayChangeUnseen(); // asks a class loader: not with the site's lock
        site.learn(receiver == null ? null : receiver.getClass(), result, unseen);
        return result;
    }

    private synchronized void learn(@Nullable Class<?> receiver, @Nullable Object result, boolean unseen) {
        if (count == MAX_CLASSES) {
            return;
        }
        if (unseen) {
            count = MAX_CLASSES;
            setTarget(normal);
            return;
        }
        if (!fixed && receiver != null && !livesAsLong(receiver)) {
            if (++strangers == MAX_STRANGERS) {
                count = MAX_CLASSES;
                setTarget(chain(normal));
            }
            return;
        }
        MethodHandle direct = direct(receiver, result);
        if (fixed || receiver == null) {
            count = MAX_CLASSES;
            setTarget(direct == null ? normal : direct);
            return;
        }
        for (int k = 0; k < count; k++) {
            if (classes[k] == receiver) {
                return;
            }
        }
        classes[count] = receiver;
        targets[count++] = direct == null ? normal : direct;
        setTarget(chain(count == MAX_CLASSES ? normal : miss));
    }

    /**
     * Whether classes may get other code while nobody tells: Mockito's inline mocks are objects of the very class,
     * which it changes. Only our agent sees that.
     */
    private boolean mayChangeUnseen() {
        if (loader == null || System.getProperty(WATCHED) != null) {
            return false;
        }
        Boolean sees = SEES_MOCKITO.get(loader);
        if (sees == null) {
            sees = loader.getResource("org/mockito/Mockito.class") != null;
            SEES_MOCKITO.put(loader, sees);
        }
        return sees;
    }

    private MethodHandle chain(MethodHandle last) {
        MethodHandle chain = last;
        for (int k = classes.length - 1; k >= 0; k--) {
            Class<?> remembered = classes[k];
            if (remembered != null) {
                MethodHandle test = IS_EXACT.bindTo(remembered);
                test = test.asType(test.type().changeParameterType(0, type().parameterType(0)));
                chain = MethodHandles.guardWithTest(test, targets[k], chain);
            }
        }
        return chain;
    }

    /**
     * Whether a class cannot be unloaded before the calling one: what a library that is shared by applications
     * remembers would else keep an application for ever.
     */
    private boolean livesAsLong(Class<?> type) {
        ClassLoader of = type.getClassLoader();
        ClassLoader l = loader;
        while (l != null && l != of) {
            l = l.getParent();
        }
        return l == of;
    }

    /** The direct entry of the method that made this coroutine, if it is the one the receiver selects. */
    private @Nullable MethodHandle direct(@Nullable Class<?> receiver, @Nullable Object result) {
        if (!(result instanceof Frame frame) || !frame.isFresh()) {
            return null;
        }
        WovenMethod method = frame.getClass().getAnnotation(WovenMethod.class);
        if (method == null
                || !method.method().equals(name)
                || !method.descriptor().startsWith(parameters())) {
            return null;
        }
        Class<?> owner = method.type();
        Switch s = SWITCHES.get(owner);
        try {
            MethodHandle entry = frame.direct();
            if (entry == null || s.off || (fixed ? owner != declared : receiver == null || !selects(receiver, owner))) {
                return null;
            }
            // arguments, coroutine (null: none yet), driver
            entry = MethodHandles.insertArguments(entry, entry.type().parameterCount() - 2, (Object) null);
            return s.point.guardWithTest(entry.asType(type()), normal);
        } catch (LinkageError | RuntimeException e) {
            return null; // not accessible from there: called normally
        }
    }

    private String parameters() {
        String d = called.toMethodDescriptorString();
        return d.substring(0, d.indexOf(')') + 1);
    }

    /** Whether calls on a receiver of this class run the method of the owner; in doubt, no. */
    private boolean selects(Class<?> receiver, Class<?> owner) {
        Class<?>[] parameters = called.parameterArray();
        try {
            if (owner.isInterface()) {
                return receiver.getMethod(name, parameters).getDeclaringClass() == owner;
            }
            for (Class<?> c = receiver; c != owner; c = c.getSuperclass()) {
                if (c == null || declares(c, parameters)) {
                    return false;
                }
            }
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private boolean declares(Class<?> type, Class<?>[] parameters) {
        for (var m : type.getDeclaredMethods()) {
            if (m.getName().equals(name) && java.util.Arrays.equals(m.getParameterTypes(), parameters)) {
                return true;
            }
        }
        return false;
    }
}
