package dev.jacquard.weavingtests.shapes;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Class files that javac does not write. */
final class AsmPrograms {
    private static final String ASYNCIO = "dev/jacquard/Asyncio";
    private static final String POINTS = "dev/jacquard/weavingtests/harness/Points";
    private static final String KIT = "dev/jacquard/weavingtests/harness/Kit";
    private static final String PAIR = KIT + "$Pair";
    private static final String COROUTINE = "dev/jacquard/Coroutine";

    private AsmPrograms() {}

    /** Code of a {@code go()} method. */
    interface Code {
        void write(MethodVisitor mv);
    }

    /** A class {@code program/Asm} with this {@code go()}. */
    static byte[] of(Code code) {
        ClassWriter cw = new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS) {
            @Override
            protected String getCommonSuperClass(String a, String b) {
                return a.equals(b) ? a : "java/lang/Object";
            }
        };
        cw.visit(Opcodes.V11, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, "program/Asm", null, "java/lang/Object", null);
        MethodVisitor mv =
                cw.visitMethod(Opcodes.ACC_STATIC | Opcodes.ACC_PUBLIC, "go", "()L" + COROUTINE + ";", null, null);
        mv.visitAnnotation("Ldev/jacquard/annotations/Async;", true).visitEnd();
        mv.visitCode();
        code.write(mv);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
        cw.visitEnd();
        return cw.toByteArray();
    }

    /** {@code await(point(value))}, an Object on the stack. */
    static void await(MethodVisitor mv, String value) {
        mv.visitLdcInsn(value);
        mv.visitMethodInsn(
                Opcodes.INVOKESTATIC, POINTS, "point", "(Ljava/lang/Object;)Ldev/jacquard/Awaitable;", false);
        mv.visitMethodInsn(
                Opcodes.INVOKESTATIC, ASYNCIO, "await", "(Ldev/jacquard/Awaitable;)Ljava/lang/Object;", false);
    }

    static void newPair(MethodVisitor mv) {
        mv.visitTypeInsn(Opcodes.NEW, PAIR);
    }

    static void initPair(MethodVisitor mv) {
        mv.visitMethodInsn(Opcodes.INVOKESPECIAL, PAIR, "<init>", "(Ljava/lang/Object;Ljava/lang/Object;)V", false);
    }

    static void returnTop(MethodVisitor mv) {
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, COROUTINE, "of", "(Ljava/lang/Object;)L" + COROUTINE + ";", false);
        mv.visitInsn(Opcodes.ARETURN);
    }

    /** A class file of Java 5 with a subroutine: no stack maps, jsr and ret. */
    static byte[] withSubroutine() {
        ClassWriter cw = new ClassWriter(0);
        cw.visit(Opcodes.V1_5, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, "program/Old", null, "java/lang/Object", null);
        MethodVisitor mv =
                cw.visitMethod(Opcodes.ACC_STATIC | Opcodes.ACC_PUBLIC, "go", "()L" + COROUTINE + ";", null, null);
        mv.visitAnnotation("Ldev/jacquard/annotations/Async;", true).visitEnd();
        mv.visitCode();
        Label subroutine = new Label();
        mv.visitJumpInsn(Opcodes.JSR, subroutine);
        await(mv, "x");
        returnTop(mv);
        mv.visitLabel(subroutine);
        mv.visitVarInsn(Opcodes.ASTORE, 0);
        mv.visitVarInsn(Opcodes.RET, 0);
        mv.visitMaxs(2, 1);
        mv.visitEnd();
        cw.visitEnd();
        return cw.toByteArray();
    }

    /** A method of Groovy's that calls another dynamically. */
    static byte[] withDynamicCall(String name) {
        return of(mv -> {
            mv.visitLdcInsn(Type.getObjectType("dev/jacquard/Asyncio"));
            mv.visitLdcInsn("x");
            mv.visitInvokeDynamicInsn(
                    "invoke",
                    "(Ljava/lang/Class;Ljava/lang/Object;)Ljava/lang/Object;",
                    new Handle(
                            Opcodes.H_INVOKESTATIC,
                            "org/codehaus/groovy/vmplugin/v8/IndyInterface",
                            "bootstrap",
                            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                                    + "Ljava/lang/invoke/MethodType;Ljava/lang/String;I)"
                                    + "Ljava/lang/invoke/CallSite;",
                            false),
                    name,
                    0);
            returnTop(mv);
        });
    }
}
