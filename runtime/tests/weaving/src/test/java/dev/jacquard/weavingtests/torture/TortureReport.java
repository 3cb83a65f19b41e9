package dev.jacquard.weavingtests.torture;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.WovenClass;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** How many methods were woven, and why the others were not. */
final class TortureReport {
    int woven;
    int points;
    final Map<String, Integer> excused = new TreeMap<>();
    final Map<String, Integer> refused = new TreeMap<>();
    final List<String> failed = new ArrayList<>();

    void add(byte[] before, WovenClass after) {
        ClassNode node = new ClassNode();
        new ClassReader(before).accept(node, ClassReader.SKIP_FRAMES);
        Set<String> done = new HashSet<>(after == null ? List.of() : after.methods());
        for (MethodNode m : node.methods) {
            String why = excuse(m);
            if (done.contains(m.name + m.desc)) {
                woven++;
                points += calls(m);
            } else if (why != null) {
                excused.merge(why, 1, Integer::sum);
            } else {
                refused.merge(reason(m, after), 1, Integer::sum);
            }
        }
    }

    void failed(String name, Throwable e) {
        failed.add(name + ": " + e);
    }

    double share() {
        int rest = woven + refused.values().stream().mapToInt(Integer::intValue).sum();
        return 100.0 * woven / rest;
    }

    private static String excuse(MethodNode m) {
        if ((m.access & Opcodes.ACC_ABSTRACT) != 0) {
            return "abstract";
        }
        if ((m.access & Opcodes.ACC_NATIVE) != 0) {
            return "native";
        }
        if (m.name.equals("<init>")) {
            return "constructor";
        }
        if (m.name.equals("<clinit>")) {
            return "static initialiser";
        }
        if ((m.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            return "monitor";
        }
        for (AbstractInsnNode n : m.instructions) {
            if (n.getOpcode() == Opcodes.MONITORENTER) {
                return "monitor";
            }
        }
        return calls(m) == 0 ? "no call in it" : null;
    }

    private static int calls(MethodNode m) {
        int calls = 0;
        for (AbstractInsnNode n : m.instructions) {
            if (n.getType() == AbstractInsnNode.METHOD_INSN || n.getType() == AbstractInsnNode.INVOKE_DYNAMIC_INSN) {
                calls++;
            }
        }
        return calls;
    }

    private static String reason(MethodNode m, WovenClass after) {
        if (after != null) {
            for (Diagnostic d : after.diagnostics()) {
                if (d.method().equals(m.name)) {
                    return d.problem().name();
                }
            }
        }
        return "unknown reason: " + m.name + m.desc;
    }

    @Override
    public String toString() {
        return "woven %d methods with %d calls; excused %s; refused %s; %.2f %% of the rest woven; failed %d %s"
                .formatted(woven, points, excused, refused, share(), failed.size(), failed);
    }
}
