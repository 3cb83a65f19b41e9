package dev.jacquard.weaver.select;

import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.Lambdas;
import dev.jacquard.weaver.model.Language;
import dev.jacquard.weaver.model.Methods;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.WeavingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds the bodies of lambdas in a class: what an invokedynamic of {@code LambdaMetafactory} calls, if a compiler has
 * made it. Takes the class as it was compiled, gives {@link Lambdas}.
 *
 * <pre>
 *   javac   private static synthetic Coroutine lambda$fetch$0(String)
 *   ecj     private static synthetic Coroutine lambda$0(String)
 *   Kotlin  private static final Coroutine fetch$lambda$0(String)
 *   Scala   private static final Coroutine $anonfun$1(int), called by
 *           private static Coroutine $anonfun$adapted$1(Object), which the invokedynamic names
 *   Groovy  class Shop$_fetch_closure1 extends Closure, public Coroutine doCall(Object)
 * </pre>
 *
 * <p>A method reference names a method of the user's instead, whose name has no dollar sign.
 */
final class LambdaFinder {
    private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";

    /** Behind the types and the body, {@code altMetafactory} takes flags and more interfaces. */
    private static final int FIRST_MORE = 3;

    private final WeavingContext context;
    private final Map<String, MethodNode> methods = new HashMap<>();

    private final Lambdas lambdas = new Lambdas();

    /** Where each is made. */
    private final Map<String, Site> sites = new HashMap<>();

    private record Site(MethodNode maker, InvokeDynamicInsnNode made) {}

    private LambdaFinder(WeavingContext context) {
        this.context = context;
    }

    /** Looks through a class. */
    static Lambdas find(WeavingContext context) {
        LambdaFinder finder = new LambdaFinder(context);
        for (MethodNode m : context.owner.methods) {
            finder.methods.put(m.name + m.desc, m);
        }
        for (MethodNode m : context.owner.methods) {
            for (AbstractInsnNode n : m.instructions) {
                if (n instanceof InvokeDynamicInsnNode indy) {
                    finder.made(m, indy);
                }
            }
        }
        List<String> named = new ArrayList<>(finder.lambdas.bodies);
        named.forEach(finder::followAdapted);
        finder.sites.forEach(finder::advise);
        finder.ofFunctionClass();
        return finder.lambdas;
    }

    private void made(MethodNode maker, InvokeDynamicInsnNode indy) {
        if (!indy.bsm.getOwner().equals(METAFACTORY)
                || !(indy.bsmArgs[1] instanceof Handle body)
                || !body.getOwner().equals(context.owner.name)) {
            return;
        }
        String key = body.getName() + body.getDesc();
        lambdas.functions
                .computeIfAbsent(key, k -> new HashSet<>())
                .add(Type.getReturnType(indy.desc).getInternalName());
        MethodNode m = methods.get(key);
        if (m == null || !isMadeByCompiler(m)) {
            return;
        }
        lambdas.bodies.add(key);
        sites.put(key, new Site(maker, indy));
        if (!maker.name.equals("$deserializeLambda$")) {
            lambdas.makers.put(key, maker);
        }
        if (Kind.of(m.desc) == Kind.COROUTINE && isOurs(m, indy)) {
            lambdas.lazy.add(key);
        }
    }

    /** Looks before anything is woven, as the code in which the lambda is made is replaced then. */
    private void advise(String key, Site site) {
        MethodNode m = methods.get(key);
        if (m != null && Kind.of(m.desc) == null && hasAwait(m)) {
            MethodInsnNode taker = LambdaTaker.of(context.owner.name, site.maker, site.made);
            String type = Type.getReturnType(site.made.desc).getInternalName();
            lambdas.waysOut.put(key, LambdaAdvice.of(context.hierarchy, taker, type, site.made.name));
        }
    }

    private static boolean hasAwait(MethodNode m) {
        for (AbstractInsnNode n : m.instructions) {
            if (n instanceof MethodInsnNode call && Language.isSuspending(call)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMadeByCompiler(MethodNode m) {
        return (m.access & Opcodes.ACC_SYNTHETIC) != 0 || m.name.indexOf('$') >= 0;
    }

    /** Whether the lambda's interface, or one that it is to have besides, is one of ours. */
    private boolean isOurs(MethodNode m, InvokeDynamicInsnNode indy) {
        boolean ours = isOurs(m, Type.getReturnType(indy.desc));
        for (int i = FIRST_MORE; i < indy.bsmArgs.length && !ours; i++) {
            ours = indy.bsmArgs[i] instanceof Type type && isOurs(m, type);
        }
        return ours;
    }

    private boolean isOurs(MethodNode m, Type type) {
        if (type.getSort() != Type.OBJECT) {
            return false;
        }
        String name = type.getInternalName();
        if (context.hierarchy.reaches(name, RuntimeNames::isOurFunction)) {
            return true;
        }
        String missing = context.hierarchy.missing(name, RuntimeNames.ASYNC_CALLABLE);
        if (missing != null) {
            context.reportMissing(missing, name, m, Methods.firstLine(m), "a lambda");
        }
        return false;
    }

    /** Scala puts a method between that unboxes the arguments. */
    private void followAdapted(String key) {
        MethodNode m = methods.get(key);
        if (m == null || !m.name.contains("$adapted")) {
            return;
        }
        for (AbstractInsnNode n : m.instructions) {
            if (n instanceof MethodInsnNode call && call.owner.equals(context.owner.name)) {
                String real = call.name + call.desc;
                MethodNode body = methods.get(real);
                if (body != null && isMadeByCompiler(body)) {
                    lambdas.bodies.add(real);
                    lambdas.makers.put(real, m);
                    Site site = sites.get(key);
                    if (site != null) {
                        sites.put(real, site);
                    }
                    if (lambdas.lazy.contains(key)) {
                        lambdas.lazy.add(real);
                    }
                }
            }
        }
    }

    // ---- lambdas that are classes ---------------------------------------------------------------

    /**
     * Groovy's closures are classes, and so are Kotlin's lambdas where its compiler is told so. A closure does not say
     * for which interface it is made: one that returns a coroutine is lambdas.lazy.
     */
    private void ofFunctionClass() {
        ClassNode owner = context.owner;
        boolean closure = Lambdas.isClosure(owner);
        boolean kotlin = !closure && isKotlinLambda(owner);
        if (!closure && !kotlin) {
            return;
        }
        boolean ours = closure;
        for (String i : owner.interfaces) {
            ours |= context.hierarchy.reaches(i, RuntimeNames::isOurFunction);
        }
        for (MethodNode m : owner.methods) {
            int never = Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE | Opcodes.ACC_ABSTRACT;
            if ((m.access & never) == 0 && !m.name.startsWith("<") && (!closure || m.name.equals("doCall"))) {
                lambdas.bodies.add(m.name + m.desc);
                if (ours && Kind.of(m.desc) == Kind.COROUTINE) {
                    lambdas.lazy.add(m.name + m.desc);
                }
            }
        }
    }

    /** Kotlin marks what is no class in the source. */
    private static boolean isKotlinLambda(ClassNode owner) {
        if ("kotlin/jvm/internal/Lambda".equals(owner.superName)) {
            return true;
        }
        if (owner.visibleAnnotations != null) {
            for (AnnotationNode a : owner.visibleAnnotations) {
                if (a.desc.equals("Lkotlin/Metadata;") && a.values != null) {
                    int at = a.values.indexOf("k");
                    return at >= 0 && a.values.get(at + 1).equals(3);
                }
            }
        }
        return false;
    }
}
