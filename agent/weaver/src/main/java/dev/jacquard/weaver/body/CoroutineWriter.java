package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.Analysis;
import dev.jacquard.weaver.code.FieldPlan;
import dev.jacquard.weaver.code.Insns;
import dev.jacquard.weaver.code.Point;
import dev.jacquard.weaver.code.Types;
import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.RuntimeNames;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
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
 *       if (state == 0) {                                                 // and sets self, url to null
 *         state = RUNNING; return self.fetch(url, this, driver);          // the direct body
 *       }
 *       return self.fetch(this, value, driver, state);                    // the resume body
 *     }
 *     void release() { self = null; url = null; }                         // the call has ended
 *     static Object suspend$1(...)             // saves into new Shop$fetch$Coroutine(null)
 *   }
 * </pre>
 *
 * <p>It is synthetic, and without lines: compilers do not see it, debuggers step through it, coverage tools leave it
 * out.
 */
public final class CoroutineWriter {
    private static final int RUNNING = -1;

    private final Analysis analysis;
    private final AsyncMethod target;

    public CoroutineWriter(Analysis analysis) {
        this.analysis = analysis;
        this.target = analysis.target;
    }

    public byte[] write(SuspendHelpers helpers) {
        ClassWriter cw = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        int version = Math.max(target.owner.version & 0xffff, Opcodes.V1_8);
        cw.visit(
                version,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
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
            cw.visitField(0, f.name(), f.descriptor, null, null).visitEnd();
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
        release(cw);
        helpers.write(cw);
        cw.visitEnd();
        return cw.toByteArray();
    }

    private String superName() {
        return target.kind == Kind.TORTURE ? RuntimeNames.TORTURE_FRAME : RuntimeNames.COROUTINE;
    }

    private RuntimeNames.Member newSuper() {
        return target.kind == Kind.TORTURE ? RuntimeNames.NEW_TORTURE_FRAME : RuntimeNames.NEW_COROUTINE;
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
            lines[p.state - 1] = analysis.code.lines[p.first()];
        }
        av.visit("lines", lines);
        av.visitEnd();
    }

    private MethodVisitor method(ClassWriter cw, int access, String name, String descriptor) {
        MethodVisitor mv = cw.visitMethod(access | Opcodes.ACC_SYNTHETIC, name, descriptor, null, null);
        mv.visitCode();
        return mv;
    }

    /** What it overrides. */
    private MethodVisitor method(ClassWriter cw, RuntimeNames.Member overridden) {
        return method(cw, Opcodes.ACC_PROTECTED, overridden.name(), overridden.descriptor());
    }

    private static void end(MethodVisitor mv) {
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    private void initialiser(ClassWriter cw) {
        MethodVisitor mv = method(cw, Opcodes.ACC_STATIC, "<clinit>", "()V");
        Insns.push(mv, RuntimeNames.ABI);
        mv.visitLdcInsn(target.owner.name.replace('/', '.'));
        RuntimeNames.REQUIRE_ABI.write(mv);
        mv.visitInsn(Opcodes.RETURN);
        end(mv);
    }

    private void emptyConstructor(ClassWriter cw) {
        MethodVisitor mv = method(cw, 0, "<init>", "()V");
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        newSuper().write(mv);
        mv.visitInsn(Opcodes.RETURN);
        end(mv);
    }

    /** For a call that was entered directly and suspends: nobody has to await it. */
    private void frameConstructor(ClassWriter cw) {
        MethodVisitor mv = method(cw, 0, "<init>", target.frameConstructorDescriptor());
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitInsn(Opcodes.ICONST_1);
        RuntimeNames.NEW_FRAME.write(mv);
        mv.visitInsn(Opcodes.RETURN);
        end(mv);
    }

    private void constructor(ClassWriter cw) {
        MethodVisitor mv = method(cw, 0, "<init>", target.constructorDescriptor());
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        newSuper().write(mv);
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
            put(mv, f.name(), f.descriptor);
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
        MethodVisitor mv = method(cw, RuntimeNames.RESUME);
        Label suspended = new Label();
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        get(mv, RuntimeNames.STATE, "I");
        mv.visitJumpInsn(Opcodes.IFNE, suspended);
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        Insns.push(mv, RUNNING);
        put(mv, RuntimeNames.STATE, "I");
        // what the body no longer needs must not be held by the coroutine
        self(mv);
        if (!target.isStatic) {
            clear(mv, FieldPlan.SELF, selfDescriptor());
        }
        if (target.takesArguments()) {
            for (int k = 0; k < target.arguments.length; k++) {
                FieldPlan.Field f = analysis.plan.arguments[k];
                mv.visitVarInsn(Opcodes.ALOAD, 0);
                get(mv, f.name(), f.descriptor);
                if (Types.isReference(f.descriptor)) {
                    clear(mv, f.name(), f.descriptor);
                }
            }
        }
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitVarInsn(Opcodes.ALOAD, 1);
        call(mv, target.bodyDescriptor());
        mv.visitInsn(Opcodes.ARETURN);
        mv.visitLabel(suspended);
        mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        if (analysis.points.isEmpty()) {
            mv.visitInsn(Opcodes.ACONST_NULL);
        } else {
            self(mv);
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            mv.visitVarInsn(Opcodes.ALOAD, 2);
            mv.visitVarInsn(Opcodes.ALOAD, 1);
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            get(mv, RuntimeNames.STATE, "I");
            call(mv, target.resumeDescriptor());
        }
        mv.visitInsn(Opcodes.ARETURN);
        end(mv);
    }

    private void clear(MethodVisitor mv, String name, String descriptor) {
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitInsn(Opcodes.ACONST_NULL);
        put(mv, name, descriptor);
    }

    /** For who keeps the coroutine: when it has ended it holds nothing. */
    private void release(ClassWriter cw) {
        MethodVisitor mv = method(cw, RuntimeNames.RELEASE);
        if (!target.isStatic) {
            clear(mv, FieldPlan.SELF, selfDescriptor());
        }
        for (FieldPlan.Field f : analysis.plan.fields) {
            if (Types.isReference(f.descriptor)) {
                clear(mv, f.name(), f.descriptor);
            }
        }
        mv.visitInsn(Opcodes.RETURN);
        end(mv);
    }

    private void self(MethodVisitor mv) {
        if (!target.isStatic) {
            mv.visitVarInsn(Opcodes.ALOAD, 0);
            get(mv, FieldPlan.SELF, selfDescriptor());
        }
    }

    /**
     * The bodies are private, and not of this class: the runtime links what calls them. Nest mates could call them
     * without, but the nest's host would have to name this class, and may have been loaded before it was known.
     */
    private void call(MethodVisitor mv, String descriptor) {
        String type = target.isStatic ? descriptor : "(" + selfDescriptor() + descriptor.substring(1);
        mv.visitInvokeDynamicInsn(
                target.bodyName(),
                type,
                Insns.handle(RuntimeNames.LINK_BODY),
                Type.getObjectType(target.owner.name),
                target.isStatic ? 1 : 0);
    }

    private void direct(ClassWriter cw) {
        MethodVisitor mv = method(cw, RuntimeNames.DIRECT_BODY);
        mv.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "java/lang/invoke/MethodHandles",
                "lookup",
                "()Ljava/lang/invoke/MethodHandles$Lookup;",
                false);
        mv.visitLdcInsn(Type.getObjectType(target.owner.name));
        mv.visitLdcInsn(target.bodyName());
        mv.visitLdcInsn(target.bodyDescriptor()); // no MethodType: ArchUnit fails at such constants
        Insns.push(mv, target.isStatic ? 1 : 0);
        RuntimeNames.FIND_BODY.write(mv);
        mv.visitInsn(Opcodes.ARETURN);
        end(mv);
    }
}
