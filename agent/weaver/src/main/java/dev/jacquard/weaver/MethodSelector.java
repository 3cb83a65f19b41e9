package dev.jacquard.weaver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Decides which methods of a class are async, and names their coroutine classes. */
final class MethodSelector {
    private final WeavingContext context;
    private final boolean torture;
    private final Map<String, Integer> names = new HashMap<>();

    MethodSelector(WeavingContext context, boolean torture) {
        this.context = context;
        this.torture = torture;
    }

    void select() {
        Set<String> lambdas = new HashSet<>();
        Set<String> ours = new HashSet<>();
        for (MethodNode m : context.owner.methods) {
            for (AbstractInsnNode n : m.instructions) {
                if (n instanceof InvokeDynamicInsnNode indy) {
                    lambda(indy, lambdas, ours);
                }
            }
        }
        for (MethodNode m : context.owner.methods) {
            if (torture) {
                torture(m);
                continue;
            }
            String key = m.name + m.desc;
            if (isAsync(m)) {
                annotated(m);
            } else if ((m.access & Opcodes.ACC_SYNTHETIC) != 0
                    && (lambdas.contains(key) || m.name.startsWith("lambda$"))) {
                Kind kind = Kind.of(m.desc);
                if (kind != null
                        && (suspends(m) || (ours.contains(key) && kind == Kind.COROUTINE))) {
                    add(m, kind);
                }
            }
        }
    }

    private void lambda(InvokeDynamicInsnNode indy, Set<String> lambdas, Set<String> ours) {
        if (!indy.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
            return;
        }
        Handle body = (Handle) indy.bsmArgs[1];
        if (body.getOwner().equals(context.owner.name)) {
            String key = body.getName() + body.getDesc();
            lambdas.add(key);
            if (MockCalls.isFunction(indy)) {
                context.verified.add(key);
            }
            String target = indy.desc.substring(indy.desc.lastIndexOf(')') + 1);
            if (target.startsWith("L")
                    && RuntimeNames.isOurFunction(target.substring(1, target.length() - 1))) {
                ours.add(key);
            }
        }
    }

    static boolean isAsync(MethodNode m) {
        return (m.access & Opcodes.ACC_BRIDGE) == 0 && annotation(m) != null;
    }

    private static @Nullable AnnotationNode annotation(MethodNode m) {
        if (m.visibleAnnotations != null) {
            for (AnnotationNode a : m.visibleAnnotations) {
                if (a.desc.equals(RuntimeNames.ASYNC)) {
                    return a;
                }
            }
        }
        return null;
    }

    private void annotated(MethodNode m) {
        if ((m.access & Opcodes.ACC_ABSTRACT) != 0) {
            return;
        }
        int line = ClassWeaving.firstLine(m);
        Kind kind = Kind.of(m.desc);
        if (kind == null) {
            context.report(Problem.RETURN_TYPE, m, line, "");
        } else if ((m.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            context.report(Problem.SYNCHRONIZED_METHOD, m, line, "");
        } else if ((m.access & Opcodes.ACC_NATIVE) != 0) {
            context.report(Problem.NATIVE_METHOD, m, line, "");
        } else {
            add(m, kind);
        }
    }

    private void torture(MethodNode m) {
        if ((m.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_SYNCHRONIZED)) == 0
                && !m.name.startsWith("<")
                && hasCall(m)) {
            add(m, Kind.TORTURE);
        }
    }

    private static boolean hasCall(MethodNode m) {
        for (AbstractInsnNode n : m.instructions) {
            if (n.getOpcode() >= Opcodes.INVOKEVIRTUAL && n.getOpcode() <= Opcodes.INVOKEDYNAMIC) {
                return true;
            }
        }
        return false;
    }

    private void add(MethodNode m, Kind kind) {
        int count = names.merge(m.name, 1, Integer::sum);
        String coroutine =
                context.owner.name + "$" + m.name + "$Coroutine" + (count == 1 ? "" : "$" + count);
        context.woven.put(m.name + m.desc, new AsyncMethod(context.owner, m, kind, coroutine));
    }

    /** Whether a lambda body has any suspension point of its own. */
    private boolean suspends(MethodNode m) {
        for (AbstractInsnNode n : m.instructions) {
            if (n instanceof MethodInsnNode call) {
                if (PointFinder.isSuspending(call)) {
                    return true;
                }
                boolean virtual = call.getOpcode() != Opcodes.INVOKESTATIC;
                if (virtual
                        && call.name.equals("close")
                        && call.desc.equals("()V")
                        && context.hierarchy.isSubtype(call.owner, RuntimeNames.ASYNC_CLOSEABLE)) {
                    return true;
                }
                if (virtual
                        && call.name.equals("iterator")
                        && call.desc.startsWith("()L")
                        && (context.hierarchy.isSubtype(call.owner, RuntimeNames.ASYNC_ITERABLE)
                                || call.desc.equals("()L" + RuntimeNames.ASYNC_ITERATOR + ";"))) {
                    return true;
                }
                if (virtual
                        && call.name.equals("hasNext")
                        && context.hierarchy.isSubtype(call.owner, RuntimeNames.ASYNC_ITERATOR)) {
                    return true;
                }
            }
        }
        return false;
    }
}
