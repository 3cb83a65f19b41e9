package dev.jacquard.weaver.check;

import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.code.Analysis;
import dev.jacquard.weaver.code.Code;
import dev.jacquard.weaver.code.Point;
import dev.jacquard.weaver.code.TypeTracker;
import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.UnsupportedCodeException;
import dev.jacquard.weaver.model.WeavingContext;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Checks what javac cannot: that a generator emits what its type says. Takes the types at its emits. */
final class EmitTypes {
    private static final String OPEN = ")L" + RuntimeNames.GENERATOR + "<L";

    private EmitTypes() {}

    /** Refuses an emit of a value whose type is known and another one. */
    static void check(WeavingContext context, Analysis analysis) {
        Code code = analysis.code;
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
                        "a " + type.replace('/', '.') + " in a generator of " + element.replace('/', '.'),
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
        while (signature.charAt(to) != ';' && signature.charAt(to) != '<' && signature.charAt(to) != '.') {
            to++;
        }
        return signature.charAt(to) == '.' ? null : signature.substring(from, to);
    }
}
