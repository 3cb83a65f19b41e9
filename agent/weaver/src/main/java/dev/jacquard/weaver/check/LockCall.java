package dev.jacquard.weaver.check;

import dev.jacquard.weaver.model.Hierarchy;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodInsnNode;

/** What a call does to a lock or semaphore of {@code java.util.concurrent}. */
enum LockCall {
    LOCK,
    /** Its value tells whether the lock is held: true, or a stamp that is not 0. */
    TRY_LOCK,
    UNLOCK,
    ACQUIRE,
    /**
     * Its value tells whether a permit is held, after some time of waiting. Without a time it never blocks, and it does
     * not matter how long the permit is kept.
     */
    TRY_ACQUIRE,
    RELEASE;

    private static final String CONCURRENT = "java/util/concurrent/";
    private static final String SEMAPHORE = CONCURRENT + "Semaphore";
    private static final String STAMPED = CONCURRENT + "locks/StampedLock";

    /** The JDK's, which the hierarchy does not look into. */
    private static final Set<String> LOCKS = Set.of(
            CONCURRENT + "locks/Lock",
            CONCURRENT + "locks/ReentrantLock",
            CONCURRENT + "locks/ReentrantReadWriteLock$ReadLock",
            CONCURRENT + "locks/ReentrantReadWriteLock$WriteLock");

    /** What a call does, or null. */
    static @Nullable LockCall of(Hierarchy hierarchy, MethodInsnNode call) {
        if (call.getOpcode() == Opcodes.INVOKESTATIC) {
            return null;
        }
        return switch (call.name) {
            case "lock", "lockInterruptibly" -> on(LOCKS, LOCK, hierarchy, call);
            case "tryLock" -> on(LOCKS, TRY_LOCK, hierarchy, call);
            case "unlock" -> {
                LockCall lock = on(LOCKS, UNLOCK, hierarchy, call);
                yield lock == null ? on(Set.of(STAMPED), UNLOCK, hierarchy, call) : lock;
            }
            case "writeLock", "writeLockInterruptibly", "readLock", "readLockInterruptibly" ->
                on(Set.of(STAMPED), LOCK, hierarchy, call);
            case "tryWriteLock", "tryReadLock", "tryConvertToWriteLock", "tryConvertToReadLock" ->
                on(Set.of(STAMPED), TRY_LOCK, hierarchy, call);
            case "unlockWrite", "unlockRead", "tryUnlockWrite", "tryUnlockRead", "tryConvertToOptimisticRead" ->
                on(Set.of(STAMPED), UNLOCK, hierarchy, call);
            case "acquire", "acquireUninterruptibly" -> on(Set.of(SEMAPHORE), ACQUIRE, hierarchy, call);
            case "tryAcquire" ->
                call.desc.contains("TimeUnit;") ? on(Set.of(SEMAPHORE), TRY_ACQUIRE, hierarchy, call) : null;
            case "release" -> on(Set.of(SEMAPHORE), RELEASE, hierarchy, call);
            default -> null;
        };
    }

    private static @Nullable LockCall on(Set<String> types, LockCall what, Hierarchy hierarchy, MethodInsnNode call) {
        return hierarchy.reaches(call.owner, types::contains) ? what : null;
    }

    /** Whether a lock or permit is, or may be, held behind it. */
    boolean takes() {
        return this != UNLOCK && this != RELEASE;
    }

    /** Whether only its value tells if it is. */
    boolean isTry() {
        return this == TRY_LOCK || this == TRY_ACQUIRE;
    }

    /** Whether it is about permits, which belong to no thread. */
    boolean isPermit() {
        return this == ACQUIRE || this == TRY_ACQUIRE || this == RELEASE;
    }
}
