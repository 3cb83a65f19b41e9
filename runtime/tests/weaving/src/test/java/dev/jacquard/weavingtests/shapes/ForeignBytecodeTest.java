package dev.jacquard.weavingtests.shapes;

import dev.jacquard.weavingtests.harness.Explorer;
import dev.jacquard.weavingtests.harness.Program;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Code that javac does not write: uninitialised objects in variables, copied, interleaved; odd stacks. */
class ForeignBytecodeTest {
    private static void explore(AsmPrograms.Code code) {
        Explorer.explore(
                new Program("program.Asm", "made with ASM", Map.of("program/Asm", AsmPrograms.of(code)), false));
    }

    @Test
    void uninitialisedInAVariable() {
        explore(mv -> {
            AsmPrograms.newPair(mv);
            mv.visitVarInsn(Opcodes.ASTORE, 3);
            mv.visitVarInsn(Opcodes.ALOAD, 3);
            AsmPrograms.await(mv, "a");
            AsmPrograms.await(mv, "b");
            AsmPrograms.initPair(mv);
            mv.visitVarInsn(Opcodes.ALOAD, 3);
            AsmPrograms.returnTop(mv);
        });
    }

    @Test
    void uninitialisedCopiedManyTimes() {
        explore(mv -> {
            AsmPrograms.newPair(mv);
            mv.visitInsn(Opcodes.DUP);
            mv.visitInsn(Opcodes.DUP);
            mv.visitVarInsn(Opcodes.ASTORE, 0);
            mv.visitInsn(Opcodes.DUP);
            mv.visitVarInsn(Opcodes.ASTORE, 2);
            AsmPrograms.await(mv, "a");
            mv.visitLdcInsn("x");
            AsmPrograms.initPair(mv);
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            AsmPrograms.await(mv, "c");
            mv.visitInsn(Opcodes.POP);
            mv.visitVarInsn(Opcodes.ALOAD, 2);
            // three references to one object must still be one object
            Label same = new Label();
            mv.visitJumpInsn(Opcodes.IF_ACMPEQ, same);
            mv.visitInsn(Opcodes.POP);
            mv.visitLdcInsn("copies");
            mv.visitLabel(same);
            AsmPrograms.returnTop(mv);
        });
    }

    @Test
    void twoUninitialisedInterleaved() {
        explore(mv -> {
            AsmPrograms.newPair(mv);
            mv.visitInsn(Opcodes.DUP);
            mv.visitVarInsn(Opcodes.ASTORE, 1);
            AsmPrograms.newPair(mv);
            mv.visitInsn(Opcodes.DUP);
            mv.visitVarInsn(Opcodes.ASTORE, 2);
            mv.visitInsn(Opcodes.POP2);
            AsmPrograms.await(mv, "between");
            mv.visitInsn(Opcodes.POP);
            mv.visitVarInsn(Opcodes.ALOAD, 1);
            AsmPrograms.await(mv, "a");
            mv.visitLdcInsn("1");
            AsmPrograms.initPair(mv);
            mv.visitVarInsn(Opcodes.ALOAD, 2);
            mv.visitVarInsn(Opcodes.ALOAD, 1);
            AsmPrograms.await(mv, "b");
            AsmPrograms.initPair(mv);
            mv.visitVarInsn(Opcodes.ALOAD, 2);
            AsmPrograms.returnTop(mv);
        });
    }

    @Test
    void newWithoutDup() {
        explore(mv -> {
            AsmPrograms.newPair(mv);
            AsmPrograms.await(mv, "a");
            AsmPrograms.await(mv, "b");
            AsmPrograms.initPair(mv);
            AsmPrograms.await(mv, "c");
            AsmPrograms.returnTop(mv);
        });
    }

    @Test
    void uninitialisedNeverInitialised() {
        explore(mv -> {
            AsmPrograms.newPair(mv);
            AsmPrograms.await(mv, "a");
            mv.visitInsn(Opcodes.SWAP);
            mv.visitInsn(Opcodes.POP);
            AsmPrograms.returnTop(mv);
        });
    }

    @Test
    void swapsAndDupsAroundAwait() {
        explore(mv -> {
            mv.visitLdcInsn("k");
            AsmPrograms.newPair(mv);
            mv.visitInsn(Opcodes.DUP_X1); // pair k pair
            mv.visitInsn(Opcodes.SWAP); // pair pair k
            AsmPrograms.await(mv, "b");
            mv.visitInsn(Opcodes.SWAP); // pair pair b k
            AsmPrograms.initPair(mv);
            AsmPrograms.await(mv, "c");
            mv.visitInsn(Opcodes.POP);
            AsmPrograms.returnTop(mv);
        });
    }

    @Test
    void uninitialisedAcrossABranch() {
        explore(mv -> {
            AsmPrograms.newPair(mv);
            mv.visitInsn(Opcodes.DUP);
            AsmPrograms.await(mv, "c");
            Label otherwise = new Label();
            Label join = new Label();
            mv.visitJumpInsn(Opcodes.IFNULL, otherwise);
            AsmPrograms.await(mv, "then");
            mv.visitJumpInsn(Opcodes.GOTO, join);
            mv.visitLabel(otherwise);
            AsmPrograms.await(mv, "else");
            mv.visitLabel(join);
            AsmPrograms.await(mv, "d");
            AsmPrograms.initPair(mv);
            AsmPrograms.returnTop(mv);
        });
    }

    @Test
    void loopWithOperandsBelow() {
        explore(mv -> {
            mv.visitLdcInsn(7L);
            mv.visitLdcInsn("below");
            mv.visitInsn(Opcodes.ICONST_0);
            mv.visitVarInsn(Opcodes.ISTORE, 0);
            Label head = new Label();
            mv.visitLabel(head);
            AsmPrograms.await(mv, "i");
            mv.visitInsn(Opcodes.POP);
            mv.visitIincInsn(0, 1);
            mv.visitVarInsn(Opcodes.ILOAD, 0);
            mv.visitInsn(Opcodes.ICONST_3);
            mv.visitJumpInsn(Opcodes.IF_ICMPLT, head);
            mv.visitVarInsn(Opcodes.ASTORE, 1);
            mv.visitVarInsn(Opcodes.LSTORE, 2);
            mv.visitVarInsn(Opcodes.ALOAD, 1);
            AsmPrograms.returnTop(mv);
        });
    }

    @Test
    void handlerThatCoversItself() {
        explore(mv -> {
            Label start = new Label();
            Label end = new Label();
            Label handler = new Label();
            mv.visitTryCatchBlock(start, end, handler, "java/lang/IllegalStateException");
            mv.visitInsn(Opcodes.ICONST_0);
            mv.visitVarInsn(Opcodes.ISTORE, 0);
            mv.visitLabel(start);
            AsmPrograms.await(mv, "a");
            AsmPrograms.returnTop(mv);
            mv.visitLabel(handler);
            mv.visitInsn(Opcodes.POP);
            AsmPrograms.await(mv, "in handler");
            AsmPrograms.returnTop(mv);
            mv.visitLabel(end);
        });
    }

    @Test
    void tryRangeOfTheAwaitAlone() {
        explore(mv -> {
            Label start = new Label();
            Label end = new Label();
            Label handler = new Label();
            mv.visitTryCatchBlock(start, end, handler, "java/lang/RuntimeException");
            mv.visitLdcInsn("only the handler reads it");
            mv.visitVarInsn(Opcodes.ASTORE, 0);
            mv.visitLabel(start);
            AsmPrograms.await(mv, "a");
            mv.visitLabel(end);
            AsmPrograms.returnTop(mv);
            mv.visitLabel(handler);
            mv.visitInsn(Opcodes.POP);
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            AsmPrograms.returnTop(mv);
        });
    }

    @Test
    void operandsBetweenAnUninitialisedObjectAndItsCopy() {
        explore(mv -> {
            AsmPrograms.newPair(mv);
            mv.visitInsn(Opcodes.DUP);
            mv.visitLdcInsn("k");
            mv.visitInsn(Opcodes.SWAP);
            mv.visitLdcInsn("m");
            mv.visitInsn(Opcodes.SWAP); // pair k m pair
            AsmPrograms.await(mv, "a");
            AsmPrograms.await(mv, "b");
            AsmPrograms.initPair(mv);
            mv.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL,
                    "java/lang/String",
                    "concat",
                    "(Ljava/lang/String;)Ljava/lang/String;",
                    false);
            mv.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    "dev/jacquard/weavingtests/harness/Kit",
                    "s",
                    "(Ljava/lang/String;)Ljava/lang/String;",
                    false);
            mv.visitInsn(Opcodes.POP);
            AsmPrograms.returnTop(mv);
        });
    }
}
