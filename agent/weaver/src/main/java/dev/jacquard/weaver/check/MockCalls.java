package dev.jacquard.weaver.check;

import dev.jacquard.weaver.model.WeavingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds calls that only tell Mockito which method is meant: they make no coroutine.
 *
 * <pre>
 *   verify(bank).pay(13);                            aload bank; invoke Mockito.verify; checkcast Bank; ...; invoke Bank.pay; pop
 *   doReturn(of("paid")).when(bank).pay(13);         invoke Stubber.when; checkcast Bank; ...; invoke Bank.pay; pop
 *   mocked.verify(() -&gt; Bank.open(13));           invokedynamic returning MockedStatic$Verification, whose body drops the call's result
 * </pre>
 *
 * <p>Asked only before a warning is told.
 */
final class MockCalls {
    private static final String MOCKITO = "org/mockito/";
    private static final Set<String> NAMING = Set.of("verify", "when", "should", "given");

    private MockCalls() {}

    /** Whether the call's receiver comes from Mockito, or the lambda around it goes there. */
    static boolean names(WeavingContext context, MethodNode m, MethodInsnNode call) {
        return context.lambdas().isFunction(m, MockCalls::isMockitos)
                || (call.getOpcode() != Opcodes.INVOKESTATIC
                        && mentionsMockito(m)
                        && isNaming(receiver(context.owner, m, call)));
    }

    /** Whether a function is one of Mockito's. */
    static boolean isFunction(InvokeDynamicInsnNode indy) {
        return isMockitos(Type.getReturnType(indy.desc).getInternalName());
    }

    private static boolean isMockitos(String type) {
        return type.startsWith(MOCKITO);
    }

    private static boolean mentionsMockito(MethodNode m) {
        for (AbstractInsnNode n : m.instructions) {
            if (isNaming(n)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNaming(@Nullable AbstractInsnNode n) {
        return n instanceof MethodInsnNode call && call.owner.startsWith(MOCKITO) && NAMING.contains(call.name);
    }

    /**
     * What has put the receiver on the stack, casts left out: the last instruction before the call that leaves the
     * receiver's place on the top of the stack.
     */
    private static @Nullable AbstractInsnNode receiver(ClassNode owner, MethodNode m, MethodInsnNode call) {
        Heights heights = new Heights(owner.name, m);
        int index = heights.insns.indexOf(call);
        int arguments = (Type.getArgumentsAndReturnSizes(call.desc) >> 2) - 1;
        int height = heights.after(index - 1) - arguments;
        for (int i = index - 1; i >= 0; i--) {
            AbstractInsnNode n = heights.insns.get(i);
            if (heights.after(i) == height && pushes(n) && n.getOpcode() != Opcodes.CHECKCAST) {
                return n;
            }
        }
        return null;
    }

    /** Whether the top of the stack behind it is its own. */
    private static boolean pushes(AbstractInsnNode n) {
        int op = n.getOpcode();
        if (n instanceof MethodInsnNode call) {
            return !call.desc.endsWith(")V");
        }
        boolean onlyPops = (op >= Opcodes.ISTORE && op <= Opcodes.POP2)
                || (op >= Opcodes.IFEQ && op <= Opcodes.RETURN)
                || op == Opcodes.PUTSTATIC
                || op == Opcodes.PUTFIELD
                || op == Opcodes.IINC
                || op == Opcodes.NOP
                || op == Opcodes.MONITORENTER
                || op == Opcodes.MONITOREXIT
                || op == Opcodes.IFNULL
                || op == Opcodes.IFNONNULL;
        return !onlyPops;
    }

    /** The height of the stack behind each instruction. */
    private static final class Heights extends AnalyzerAdapter {
        final List<AbstractInsnNode> insns = new ArrayList<>();
        private final List<Integer> after = new ArrayList<>();

        Heights(String owner, MethodNode m) {
            super(Opcodes.ASM9, owner, m.access, m.name, m.desc, null);
            for (AbstractInsnNode n : m.instructions) {
                n.accept(this);
                if (n.getOpcode() >= 0) {
                    insns.add(n);
                    after.add(stack == null ? -1 : stack.size());
                }
            }
        }

        int after(int index) {
            return after.get(index);
        }
    }
}
