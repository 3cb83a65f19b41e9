package dev.jacquard.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

class NoBufferLeaksTest {
    @Test
    void findsAForgottenBuffer() throws InterruptedException {
        ByteBufAllocator.DEFAULT.directBuffer(64).writeByte(1);
        for (int i = 0; i < 20 && FailingLeakDetector.FOUND.isEmpty(); i++) {
            NoBufferLeaks.look();
        }
        assertThat(FailingLeakDetector.FOUND).hasSize(1);
        FailingLeakDetector.FOUND.clear();
    }
}
