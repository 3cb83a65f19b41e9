package dev.jacquard.weaver;

import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the coroutine class of a method.
 *
 * <pre>
 *   final class Shop$fetch$Coroutine extends Coroutine {
 *     Shop self;  String url;  int i;          // arguments at first, then live variables
 *     Object resume(Driver driver, Object value) {
 *       if (state == 0) { state = RUNNING; return self.fetch(url, this, driver); }   // the direct body
 *       return self.fetch(this, value, driver, state);                               // the resume body
 *     }
 *     static Object suspend$1(...)             // saves into new Shop$fetch$Coroutine(null)
 *   }
 * </pre>
 */
final class CoroutineWriter {
    private static final int RUNNING = -1;

    private final Analysis analysis;
    private final AsyncMethod target;
    private final int line;

    CoroutineWriter(Analysis analysis, int line) {
        this.analysis = analysis;
        this.target = analysis.target;
        this.line = line;
    }

    byte[] write(SuspendHelpers helpers) {
        ClassWriter cw = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        int version = Math.max(target.owner.version & 0xffff, Opcodes.V1_8);
        cw.visit(
                version,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
                target.coroutine,
                null,
                superName(),
                null);
        cw.visitSource(target.owner.sourceFile, null);
        annotate(cw);
        if (!target.isStatic) {
            cw.visitField(0, FieldPlan.SELF, selfDescriptor(), null, null).visitEnd();
        }
        for (FieldPlan.Field f : analysis.plan.fields) {
            cw.visitField(0, f.name, f.descriptor, null, null).visitEnd();
        }
        if (target.kind != Kind.TORTURE) {
            initialiser(cw);
        }
        emptyConstructor(cw);
        if (target.kind != Kind.TORTURE) {
            frameConstructor(cw);
        }
        if (!target.constructorDescriptor().equals("()V")) {
            constructor(cw);
        }
        resume(cw);
        if (target.kind == Kind.COROUTINE && target.takesArguments()) {
            direct(cw);
        }
        helpers.write(cw, line);
        cw.visitEnd();
        return cw.toByteArray();
    }

    private String superName() {
        return target.kind == Kind.TORTURE ? Torture.FRAME : RuntimeNames.COROUTINE;
    }

    private String selfDescriptor() {
        return "L" + target.owner.name + ";";
    }

    private void annotate(ClassWriter cw) {
        if (target.kind == Kind.TORTURE) {
            return;
        }
        AnnotationVisitor av = cw.visitAnnotation(RuntimeNames.WOVEN_METHOD, true);
        av.visit("type", Type.getObjectType(target.owner.name));
        av.visit("method", target.method.name);
        av.visit("descriptor", target.method.desc);
        av.visit("file", target.owner.sourceFile == null ? "" : target.owner.sourceFile);
        int[] lines = new int[analysis.points.size()];
        for (Point p : analysis.points) {
            lines[p.state - 1] = analysis.code.lines[p.call >= 0 ? p.call : p.insn];
        }
        av.visit("lines", lines);
        av.visitEnd();
    }

    private MethodVisitor method(ClassWriter cw, int access, String name, String descriptor) {
        MethodVisitor mv = cw.visitMethod(access, name, descriptor, null, null);
        mv.visitCode();
        Insns.line(mv, line);
        return mv;
    }

    private static void end(MethodVisitor mv) {
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    private void initialiser(ClassWriter cw) {
        MethodVisitor mv = method(cw, Opcodes.ACC_STATIC, "<clinit>", "()V");
        Insns.push(mv, RuntimeNames.ABI);
        mv.visitLdcInsn(target.owner.name.replace('/', '.'));
        Insns.callWoven(mv, "requireAbi", "(ILjava/lang/String;)V");
        mv.visitInsn(Opcodes.RETURN);
        end(mv);
    }

    private void emptyConstructor(ClassWriter cw) {
        MethodVisitor mv = method(cw, 0, "<init>", "()V");
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitMethodInsn(Opcodes.INVOKESPECIAL, superName(), "<init>", "()V", false);
        mv.visitInsn(Opcodes.RETURN);
        end(mv);
    }

    /** For a call that was entered directly and suspends: nobody has to await it. */
    private void frameConstructor(ClassWriter cw) {
        MethodVisitor mv = method(cw, 0, "<init>", target.frameConstructorDescriptor());
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitInsn(Opcodes.ICONST_1);
        mv.visitMethodInsn(Opcodes.INVOKESPECIAL, superName(), "<init>", "(Z)V", false);
        mv.visitInsn(Opcodes.RETURN);
        end(mv);
    }

    private void constructor(ClassWriter cw) {
        MethodVisitor mv = method(cw, 0, "<init>", target.constructorDescriptor());
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitMethodInsn(Opcodes.INVOKESPECIAL, superName(), "<init>", "()V", false);
        int slot = 1;
        if (!target.isStatic) {
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            mv.visitVarInsn(Opcodes.ALOAD, slot++);
            put(mv, FieldPlan.SELF, selfDescriptor());
        }
        for (int k = 0; k < target.arguments.length; k++) {
            Type t = target.arguments[k];
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            mv.visitVarInsn(t.getOpcode(Opcodes.ILOAD), slot);
            slot += t.getSize();
            FieldPlan.Field f = analysis.plan.arguments[k];
            put(mv, f.name, f.descriptor);
        }
        mv.visitInsn(Opcodes.RETURN);
        end(mv);
    }

    private void put(MethodVisitor mv, String name, String descriptor) {
        mv.visitFieldInsn(Opcodes.PUTFIELD, target.coroutine, name, descriptor);
    }

    private void get(MethodVisitor mv, String name, String descriptor) {
        mv.visitFieldInsn(Opcodes.GETFIELD, target.coroutine, name, descriptor);
    }

    private void resume(ClassWriter cw) {
        MethodVisitor mv =
                method(
                        cw,
                        Opcodes.ACC_PROTECTED,
                        "resume",
                        "(" + RuntimeNames.DRIVER_DESC + "Ljava/lang/Object;)Ljava/lang/Object;");
        Label suspended = new Label();
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        get(mv, "state", "I");
        mv.visitJumpInsn(Opcodes.IFNE, suspended);
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        Insns.push(mv, RUNNING);
        put(mv, "state", "I");
        self(mv);
        if (target.takesArguments()) {
            for (int k = 0; k < target.arguments.length; k++) {
                FieldPlan.Field f = analysis.plan.arguments[k];
                mv.visitVarInsn(Opcodes.ALOAD, 0);
                get(mv, f.name, f.descriptor);
                if (Types.isReference(f.descriptor)) {
                    // what the body no longer needs must not be held by the coroutine
                    mv.visitVarInsn(Opcodes.ALOAD, 0);
                    mv.visitInsn(Opcodes.ACONST_NULL);
                    put(mv, f.name, f.descriptor);
                }
            }
        }
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitVarInsn(Opcodes.ALOAD, 1);
        call(mv, target.bodyDescriptor());
        mv.visitInsn(Opcodes.ARETURN);
        mv.visitLabel(suspended);
        mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        Insns.line(mv, line);
        if (analysis.points.isEmpty()) {
            mv.visitInsn(Opcodes.ACONST_NULL);
        } else {
            self(mv);
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            mv.visitVarInsn(Opcodes.ALOAD, 2);
            mv.visitVarInsn(Opcodes.ALOAD, 1);
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            get(mv, "state", "I");
            call(mv, target.resumeDescriptor());
        }
        mv.visitInsn(Opcodes.ARETURN);
        end(mv);
    }

    private void self(MethodVisitor mv) {
        if (!target.isStatic) {
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            get(mv, FieldPlan.SELF, selfDescriptor());
        }
    }

    private void call(MethodVisitor mv, String descriptor) {
        mv.visitMethodInsn(
                target.callOpcode(),
                target.owner.name,
                target.bodyName(),
                descriptor,
                target.isInterface());
    }

    private void direct(ClassWriter cw) {
        MethodVisitor mv =
                method(cw, Opcodes.ACC_PROTECTED, "direct", "()Ljava/lang/invoke/MethodHandle;");
        int tag =
                switch (target.callOpcode()) {
                    case Opcodes.INVOKESTATIC -> Opcodes.H_INVOKESTATIC;
                    case Opcodes.INVOKEINTERFACE -> Opcodes.H_INVOKEINTERFACE;
                    default -> Opcodes.H_INVOKEVIRTUAL;
                };
        mv.visitLdcInsn(
                new Handle(
                        tag,
                        target.owner.name,
                        target.bodyName(),
                        target.bodyDescriptor(),
                        target.isInterface()));
        mv.visitInsn(Opcodes.ARETURN);
        end(mv);
    }
}
