package dev.jacquard.weaver;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Checks what javac cannot: that a generator emits what its type says; and other misuse in async
 * code.
 */
final class EmitTypes {
    private static final String OPEN = ")L" + RuntimeNames.GENERATOR + "<L";

    private EmitTypes() {}

    static void check(WeavingContext context, Analysis analysis) {
        Code code = analysis.code;
        for (int i = 0; i < code.insns.length; i++) {
            AbstractInsnNode n = code.insns[i];
            Blocking.warn(context, analysis.target, n, code.lines[i]);
            if (n instanceof MethodInsnNode call && analysis.pointAt[i] == null) {
                Refuser.misuse(context, analysis.target.method, call, code.lines[i]);
            } else if (n instanceof InvokeDynamicInsnNode indy) {
                Refuser.references(context, analysis.target.method, indy, code.lines[i]);
            }
        }
        String element = element(analysis.target.method.signature);
        if (analysis.target.kind != Kind.GENERATOR || element == null) {
            return;
        }
        BitSet wanted = new BitSet();
        for (Point p : analysis.points) {
            if (p.what == Point.What.EMIT || p.what == Point.What.EXCHANGE) {
                wanted.set(p.insn);
            }
        }
        TypeTracker types = TypeTracker.of(context.owner.name, code, wanted);
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
            TypeTracker.State state = types.before(i);
            Object top = state == null ? null : state.stack()[state.stack().length - 1];
            if (top instanceof String type
                    && !type.startsWith("[")
                    && context.hierarchy.isKnown(type)
                    && context.hierarchy.isKnown(element)
                    && !context.hierarchy.isSubtype(type, element)
                    && !element.equals(RuntimeNames.OBJECT)
                    && !type.equals(RuntimeNames.OBJECT)) {
                throw new UnsupportedCodeException(
                        Problem.EMIT_TYPE,
                        "a "
                                + type.replace('/', '.')
                                + " in a generator of "
                                + element.replace('/', '.'),
                        code.lines[i]);
            }
        }
    }

    /** The class in {@code AsyncGenerator<X>}, null if it is a variable, a wildcard or an array. */
    private static @Nullable String element(@Nullable String signature) {
        int at = signature == null ? -1 : signature.indexOf(OPEN);
        if (signature == null || at < 0) {
            return null;
        }
        int from = at + OPEN.length();
        int to = from;
        while (signature.charAt(to) != ';'
                && signature.charAt(to) != '<'
                && signature.charAt(to) != '.') {
            to++;
        }
        return signature.charAt(to) == '.' ? null : signature.substring(from, to);
    }
}
