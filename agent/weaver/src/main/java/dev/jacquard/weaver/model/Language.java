package dev.jacquard.weaver.model;

import org.objectweb.asm.tree.MethodInsnNode;

/** The calls that are the language itself: {@code await} and {@code emit}. */
public final class Language {
    private Language() {}

    /** Whether a call suspends by what it is: these tell whether a method or lambda suspends at all. */
    public static boolean isSuspending(MethodInsnNode call) {
        return call.owner.equals(RuntimeNames.ASYNCIO) && isSuspending(call.name);
    }

    /** Whether a function of {@code Asyncio} suspends its caller. */
    public static boolean isSuspending(String name) {
        return name.equals("await") || name.equals("emit") || name.equals("emitAndReceive");
    }

    /** Whether an await names a checked exception: then a class lies above what is awaited. */
    public static boolean takesClass(MethodInsnNode await) {
        return await.desc.contains(";Ljava/lang/Class;)");
    }
}
