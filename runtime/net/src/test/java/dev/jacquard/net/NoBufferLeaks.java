package dev.jacquard.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each class of tests: no buffer was forgotten. */
public final class NoBufferLeaks implements AfterAllCallback {
    /** For JUnit. */
    public NoBufferLeaks() {}

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        look();
        assertThat(FailingLeakDetector.FOUND)
                .as("buffers that were not released")
                .isEmpty();
    }

    /** Lets Netty look for buffers that are gone. */
    static void look() throws InterruptedException {
        assertThat(ResourceLeakDetector.getLevel())
                .as("-Dio.netty.leakDetection.level")
                .isEqualTo(ResourceLeakDetector.Level.PARANOID);
        for (int i = 0; i < 3; i++) {
            ReferenceQueue<Object> collected = new ReferenceQueue<>();
            Reference<Object> any = new WeakReference<>(new Object(), collected);
            System.gc();
            collected.remove(10_000); // when this one is told, so are the others, or soon
            assertThat(any.get()).isNull();
            ByteBufAllocator.DEFAULT.directBuffer(1).release(); // looks before it allocates
        }
    }
}
