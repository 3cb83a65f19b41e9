package dev.jacquard.weavingtests.harness;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes a program's classes run as plain Java: the oracle.
 *
 * <pre>
 *   &#64;Async Coroutine&lt;T&gt; f(a) { body }   becomes
 *
 *   Coroutine&lt;T&gt; f(a) { return Coroutine.lazy(() -&gt; f$plain(a)); }
 *   private Coroutine&lt;T&gt; f$plain(a) { body, settling what it returns }
 * </pre>
 *
 * with the runtime's names renamed to those of {@code dev.jacquard.weavingtests.plain}. Shares no code with the weaver.
 */
public final class Plainly {
    private static final String PLAIN = "dev/jacquard/weavingtests/plain/";
    private static final String COROUTINE = PLAIN + "Coroutine";
    private static final String GENERATOR = PLAIN + "AsyncGenerator";
    private static final String ASYNCIO = PLAIN + "Asyncio";
    private static final String BODY = PLAIN + "Body";
    private static final String ASYNC = "Ldev/jacquard/annotations/Async;";
    private static final Set<String> OUR_FUNCTIONS = Set.of(
            PLAIN + "AsyncCallable",
            PLAIN + "AsyncFunction",
            PLAIN + "ThrowingAsyncCallable",
            PLAIN + "ThrowingAsyncFunction");
    private static final Handle METAFACTORY = new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/invoke/LambdaMetafactory",
            "metafactory",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
                    + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;",
            false);

    private final ClassNode node;
    private final boolean isInterface;

    private Plainly(ClassNode node) {
        this.node = node;
        this.isInterface = (node.access & Opcodes.ACC_INTERFACE) != 0;
    }

    /** The plain form of a program. */
    public static Map<String, byte[]> of(Map<String, byte[]> classes) {
        Map<String, byte[]> plain = new LinkedHashMap<>();
        classes.forEach((name, bytes) -> plain.put(name, of(bytes)));
        return plain;
    }

    private static byte[] of(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(new ClassRemapper(node, new PlainNames()), 0);
        new Plainly(node).makeLazy();
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        return writer.toByteArray();
    }

    private void makeLazy() {
        Set<String> lambdas = ourLambdas();
        List<MethodNode> kickoffs = new ArrayList<>();
        for (MethodNode m : node.methods) {
            boolean body = (m.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
            boolean bridge = (m.access & Opcodes.ACC_BRIDGE) != 0;
            boolean annotated = m.visibleAnnotations != null
                    && m.visibleAnnotations.stream().anyMatch(a -> a.desc.equals(ASYNC));
            boolean lambda = m.name.startsWith("lambda$") && (lambdas.contains(m.name + m.desc) || awaits(m));
            if (body && !bridge && (annotated || lambda) && fits(m)) {
                settleReturns(m);
                closeAsInTheLanguage(m);
                if (Type.getArgumentsAndReturnSizes(m.desc) >> 2 < 250) {
                    kickoffs.add(kickoff(m));
                }
            }
        }
        node.methods.addAll(kickoffs);
    }

    private static String returned(MethodNode m) {
        Type type = Type.getReturnType(m.desc);
        return type.getSort() == Type.OBJECT ? type.getInternalName() : "";
    }

    private static boolean isStage(String type) {
        return type.equals("java/util/concurrent/CompletableFuture")
                || type.equals("java/util/concurrent/CompletionStage");
    }

    private static boolean fits(MethodNode m) {
        String type = returned(m);
        return type.equals(COROUTINE) || type.equals(GENERATOR) || isStage(type);
    }

    private Set<String> ourLambdas() {
        Set<String> found = new HashSet<>();
        for (MethodNode m : node.methods) {
            for (AbstractInsnNode insn : m.instructions) {
                if (insn instanceof InvokeDynamicInsnNode indy
                        && indy.bsmArgs.length > 1
                        && indy.bsmArgs[1] instanceof Handle h
                        && Type.getReturnType(indy.desc).getSort() == Type.OBJECT
                        && OUR_FUNCTIONS.contains(Type.getReturnType(indy.desc).getInternalName())) {
                    found.add(h.getName() + h.getDesc());
                }
            }
        }
        return found;
    }

    private static boolean awaits(MethodNode m) {
        for (AbstractInsnNode insn : m.instructions) {
            if (insn instanceof MethodInsnNode call
                    && call.owner.equals(ASYNCIO)
                    && (call.name.equals("await") || call.name.equals("emit"))) {
                return true;
            }
        }
        return false;
    }

    private static void settleReturns(MethodNode m) {
        if (!returned(m).equals(COROUTINE)) {
            return;
        }
        for (AbstractInsnNode insn : m.instructions.toArray()) {
            if (insn.getOpcode() == Opcodes.ARETURN) {
                String desc = "(L" + COROUTINE + ";)L" + COROUTINE + ";";
                // behind what gives the coroutine: javac ends try ranges before a return
                AbstractInsnNode giver = insn.getPrevious();
                while (giver.getOpcode() < 0 && giver.getType() != AbstractInsnNode.FRAME) {
                    giver = giver.getPrevious();
                }
                m.instructions.insert(
                        giver, new MethodInsnNode(Opcodes.INVOKESTATIC, COROUTINE, "settle", desc, false));
            }
        }
    }

    /** Where an implicit close has failed, a cancellation is not suppressed. */
    private static void closeAsInTheLanguage(MethodNode m) {
        for (AbstractInsnNode insn : m.instructions.toArray()) {
            if (insn instanceof MethodInsnNode call
                    && call.name.equals("addSuppressed")
                    && call.getPrevious() instanceof VarInsnNode later
                    && later.getPrevious() instanceof VarInsnNode first
                    && m.localVariables.stream()
                            .noneMatch(v -> covers(m, v, first, call) || covers(m, v, later, call))) {
                String desc = "(Ljava/lang/Throwable;Ljava/lang/Throwable;)Ljava/lang/Throwable;";
                m.instructions.insert(call, new VarInsnNode(Opcodes.ASTORE, first.var));
                m.instructions.set(call, new MethodInsnNode(Opcodes.INVOKESTATIC, ASYNCIO, "suppress", desc, false));
            }
        }
    }

    private static boolean covers(MethodNode m, LocalVariableNode v, VarInsnNode of, AbstractInsnNode at) {
        int here = m.instructions.indexOf(at);
        return v.index == of.var && m.instructions.indexOf(v.start) <= here && here < m.instructions.indexOf(v.end);
    }

    private MethodNode kickoff(MethodNode m) {
        MethodNode kickoff = new MethodNode(Opcodes.ASM9, m.access, m.name, m.desc, m.signature, null);
        boolean isStatic = (m.access & Opcodes.ACC_STATIC) != 0;
        m.name = m.name + "$plain";
        m.access = Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC | m.access & Opcodes.ACC_STATIC;
        m.visibleAnnotations = null;

        List<Type> bound = new ArrayList<>();
        if (!isStatic) {
            bound.add(Type.getObjectType(node.name));
        }
        bound.addAll(List.of(Type.getArgumentTypes(m.desc)));
        int slot = 0;
        for (Type type : bound) {
            kickoff.instructions.add(new VarInsnNode(type.getOpcode(Opcodes.ILOAD), slot));
            slot += type.getSize();
        }
        Handle target = new Handle(
                isStatic ? Opcodes.H_INVOKESTATIC : Opcodes.H_INVOKESPECIAL, node.name, m.name, m.desc, isInterface);
        kickoff.instructions.add(new InvokeDynamicInsnNode(
                "call",
                Type.getMethodDescriptor(Type.getObjectType(BODY), bound.toArray(new Type[0])),
                METAFACTORY,
                Type.getMethodType("()Ljava/lang/Object;"),
                target,
                Type.getMethodType("()Ljava/lang/Object;")));
        String type = returned(m);
        String owner = isStage(type) ? ASYNCIO : type;
        String made = isStage(type) ? "java/util/concurrent/CompletableFuture" : type;
        kickoff.instructions.add(new MethodInsnNode(
                Opcodes.INVOKESTATIC,
                owner,
                isStage(type) ? "stage" : "lazy",
                "(L" + BODY + ";)L" + made + ";",
                false));
        kickoff.instructions.add(new InsnNode(Opcodes.ARETURN));
        kickoff.maxLocals = slot;
        kickoff.maxStack = slot + 1;
        kickoff.exceptions = List.of();
        return kickoff;
    }

    private static final class PlainNames extends Remapper {
        PlainNames() {
            super(Opcodes.ASM9);
        }

        @Override
        public String map(String name) {
            if (name.equals("dev/jacquard/weavingtests/harness/Points")) {
                return PLAIN + "Points";
            }
            boolean ours = name.startsWith("dev/jacquard/") && name.indexOf('/', 13) < 0;
            return ours ? PLAIN + name.substring(13) : name;
        }
    }
}
