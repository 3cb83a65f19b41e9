package dev.jacquard.weaver.select;

import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.WeavingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** What to do about an await in a method that is not async, by what the method is. */
public final class MethodAdvice {
    /** Annotations of that name, whoever has made them. */
    private static final Set<String> ASYNC = Set.of("async", "asynchronous", "asynchronousnonblocking", "suspendable");

    private static final String JUPITER_TEST = "Lorg/junit/jupiter/api/Test;";

    /** What frameworks call: tests and fixtures. */
    private static final Set<String> CALLED =
            Set.of(("Test RepeatedTest ParameterizedTest TestTemplate Property Example"
                            + " BeforeEach AfterEach BeforeAll AfterAll Before After"
                            + " BeforeClass AfterClass BeforeMethod AfterMethod"
                            + " BeforeTest AfterTest BeforeSuite AfterSuite"
                            + " BeforeGroups AfterGroups BeforeTry AfterTry"
                            + " BeforeProperty AfterProperty BeforeExample AfterExample"
                            + " BeforeContainer AfterContainer")
                    .split(" ", -1));

    /** Java 25: main need not be static, nor take arguments. */
    private static final int FREE_MAIN = 69;

    private static final String MAIN = "([Ljava/lang/String;)V";

    private MethodAdvice() {}

    public static String of(WeavingContext context, MethodNode m) {
        ClassNode owner = context.owner;
        String other = otherAsync(annotations(m.visibleAnnotations, m.invisibleAnnotations));
        if (other != null) {
            return WayOut.OTHER_ASYNC.of(other) + andReturn(m);
        }
        AnnotationNode test = test(context, m);
        if (test != null) {
            return test.desc.equals(JUPITER_TEST)
                    ? WayOut.TEST.text()
                    : WayOut.FIXTURE.of(simple(Type.getType(test.desc).getInternalName()));
        }
        if (isMain(owner, m)) {
            return WayOut.MAIN.text();
        }
        other = otherAsync(annotations(owner.visibleAnnotations, owner.invisibleAnnotations));
        if (other != null) {
            return WayOut.CLASS_OF_OTHER_ASYNC.of(other) + andReturn(m);
        }
        String inherited = inherited(context, m);
        return inherited == null ? byResult(m) : inherited;
    }

    private static String andReturn(MethodNode m) {
        return Kind.of(m.desc) != null ? "" : " " + WayOut.AND_RETURN.of(coroutine(Type.getReturnType(m.desc)));
    }

    private static String byResult(MethodNode m) {
        Type result = Type.getReturnType(m.desc);
        return Kind.of(m.desc) != null
                ? WayOut.RETURNS_ONE.of(simple(result.getInternalName()))
                : WayOut.ASYNC_METHOD.of(coroutine(result));
    }

    /** What a method with such a result returns once it is async. */
    private static String coroutine(Type result) {
        return switch (result.getSort()) {
            case Type.VOID -> "Coroutine<Void>";
            case Type.BOOLEAN -> "Coroutine<Boolean>";
            case Type.BYTE -> "Coroutine<Byte>";
            case Type.CHAR -> "Coroutine<Character>";
            case Type.SHORT -> "Coroutine<Short>";
            case Type.INT -> "Coroutine<Integer>";
            case Type.LONG -> "Coroutine<Long>";
            case Type.FLOAT -> "Coroutine<Float>";
            case Type.DOUBLE -> "Coroutine<Double>";
            default -> "Coroutine";
        };
    }

    private static List<AnnotationNode> annotations(
            @Nullable List<AnnotationNode> visible, @Nullable List<AnnotationNode> invisible) {
        List<AnnotationNode> all = new ArrayList<>();
        if (visible != null) {
            all.addAll(visible);
        }
        if (invisible != null) {
            all.addAll(invisible);
        }
        return all;
    }

    private static @Nullable String otherAsync(List<AnnotationNode> annotations) {
        for (AnnotationNode a : annotations) {
            String name = Type.getType(a.desc).getInternalName();
            if (ASYNC.contains(simple(name).toLowerCase(Locale.ROOT)) && !a.desc.equals(RuntimeNames.ASYNC)) {
                return name.replace('/', '.').replace('$', '.');
            }
        }
        return null;
    }

    /** The annotation that makes it a test or fixture; it may carry that of a framework. */
    private static @Nullable AnnotationNode test(WeavingContext context, MethodNode m) {
        MetaAnnotations metas = new MetaAnnotations(context.hierarchy);
        for (AnnotationNode a : annotations(m.visibleAnnotations, null)) {
            if (metas.with(a.desc).stream().anyMatch(MethodAdvice::isCalled)) {
                return a;
            }
        }
        return null;
    }

    private static boolean isCalled(String desc) {
        return CALLED.contains(simple(Type.getType(desc).getInternalName())) && MetaAnnotations.isFrameworks(desc);
    }

    static boolean isMain(ClassNode owner, MethodNode m) {
        boolean isStatic = (m.access & Opcodes.ACC_STATIC) != 0;
        return m.name.equals("main")
                && ((isStatic && m.desc.equals(MAIN))
                        || ((owner.version & 0xffff) >= FREE_MAIN && (m.desc.equals(MAIN) || m.desc.equals("()V"))));
    }

    // ---- what it implements ---------------------------------------------------------------------

    private static @Nullable String inherited(WeavingContext context, MethodNode m) {
        if ((m.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) != 0) {
            return null;
        }
        if (m.name.equals("close")
                && m.desc.equals("()V")
                && implementsAny(context, "java/lang/AutoCloseable", "java/io/Closeable")) {
            return WayOut.CLOSE.text();
        }
        if ((m.name.equals("hasNext") || m.name.equals("next")) && implementsAny(context, "java/util/Iterator")) {
            return WayOut.ITERATOR.text();
        }
        String function = function(context, m);
        return function == null ? null : WayOut.FUNCTION_CLASS.of(function);
    }

    private static boolean implementsAny(WeavingContext context, String... types) {
        return context.hierarchy.reaches(context.owner.name, List.of(types)::contains);
    }

    /** The interface of the JDK's for which the class is written, if it is a function. */
    private static @Nullable String function(WeavingContext context, MethodNode m) {
        if (m.name.equals("run")
                && m.desc.equals("()V")
                && implementsAny(context, "java/lang/Runnable", "java/lang/Thread")) {
            return "Runnable";
        }
        if (m.name.equals("call") && implementsAny(context, "java/util/concurrent/Callable")) {
            return "Callable";
        }
        for (String i : context.owner.interfaces) {
            if (i.startsWith("java/util/function/")
                    && (m.name.startsWith("get")
                            || m.name.startsWith("apply")
                            || m.name.equals("accept")
                            || m.name.equals("test"))) {
                return simple(i);
            }
        }
        return null;
    }

    static String simple(String type) {
        return type.substring(Math.max(type.lastIndexOf('/'), type.lastIndexOf('$')) + 1);
    }
}
