package dev.jacquard.weavingtests.harness;

import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.util.CheckClassAdapter;

/** ASM's check of class files: it says more than the JVM's verifier about what is wrong. */
public final class Verification {
    private Verification() {}

    /** Throws if ASM finds a class file ill-formed. */
    public static void check(Map<String, byte[]> classes) {
        checkCode(classes);
        classes.values().forEach(Verification::variables);
    }

    /** Whether tables list variables only where they have a value; some compilers' do not. */
    public static boolean listsVariablesRightly(Map<String, byte[]> classes) {
        try {
            classes.values().forEach(Verification::variables);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    /** Throws if ASM finds a class file ill-formed; does not look at tables of variables. */
    public static void checkCode(Map<String, byte[]> classes) {
        classes.forEach((name, bytes) -> {
            try {
                new ClassReader(bytes).accept(new CheckClassAdapter(new ClassWriter(0), true), 0);
            } catch (RuntimeException e) {
                throw new AssertionError("ill-formed: " + name + ": " + e.getMessage(), e);
            }
        });
    }

    /** Throws if a table lists a variable where it has no value of its type: debuggers fail there. */
    private static void variables(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, 0);
        for (MethodNode m : node.methods) {
            if (m.localVariables == null || m.instructions.size() == 0) {
                continue;
            }
            Frame<BasicValue>[] frames;
            try {
                frames = new Analyzer<>(new BasicInterpreter()).analyze(node.name, m);
            } catch (AnalyzerException e) {
                throw new AssertionError(node.name + "." + m.name + m.desc, e);
            }
            for (LocalVariableNode v : m.localVariables) {
                int end = m.instructions.indexOf(v.end);
                for (int i = m.instructions.indexOf(v.start); i < end; i++) {
                    if (m.instructions.get(i).getOpcode() >= 0
                            && frames[i] != null
                            && !fits(frames[i].getLocal(v.index), Type.getType(v.desc))) {
                        throw new AssertionError(node.name + "." + m.name + m.desc + " lists " + v.name + " at " + i);
                    }
                }
            }
        }
    }

    private static boolean fits(BasicValue value, Type type) {
        return value.isReference()
                ? type.getSort() >= Type.ARRAY
                : value.getType() != null
                        && value.getType().getSize() == type.getSize()
                        && value.getType().getOpcode(Opcodes.ILOAD) == type.getOpcode(Opcodes.ILOAD);
    }
}
