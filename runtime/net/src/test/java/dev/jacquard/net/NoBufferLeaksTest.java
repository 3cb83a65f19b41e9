package dev.jacquard.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

class NoBufferLeaksTest {
    @Test
    void findsAForgottenBuffer() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(64).writeByte(1);
        }
        NoBufferLeaks.look();
        assertThat(FailingLeakDetector.FOUND).isNotEmpty();
        FailingLeakDetector.FOUND.clear();
    }
}
