package dev.jacquard.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The buffers that a loop's connections share: never two users at once, nothing left. */
class LoopBuffersTest {
    private final ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;
    private final LoopBuffers buffers = new LoopBuffers();
    private final List<ByteBuf> held = new ArrayList<>();

    @AfterEach
    void allAreGivenBack() {
        buffers.close();
        assertThat(held).allMatch(b -> b.refCnt() == 0);
    }

    @Test
    void writtenIsReusedWhenItWasSent() {
        ByteBuf first = hold("first");
        first.release();
        ByteBuf second = hold("second");
        assertThat(second).isSameAs(first);
        assertThat(text(second)).isEqualTo("second");
        second.release();
    }

    @Test
    void writtenIsLeftAloneWhileItIsBeingSent() {
        ByteBuf slow = hold("what a slow reader has not read");
        ByteBuf other = hold("other");
        assertThat(other).isNotSameAs(slow);
        assertThat(text(slow)).isEqualTo("what a slow reader has not read");
        assertThat(text(other)).isEqualTo("other");
        other.release();
        slow.release();
        ByteBuf next = hold("next");
        assertThat(next).isSameAs(slow);
        next.release();
    }

    @Test
    void whatDoesNotFitGetsItsOwn() {
        ByteBuf small = hold("small");
        small.release();
        ByteBuf large = hold("x".repeat((1 << 16) + 1));
        assertThat(large).isNotSameAs(small);
        large.release();
        assertThat(large.refCnt()).isZero();
    }

    @Test
    void readIntoTheSameUnlessSomebodyKeepsIt() {
        RecvByteBufAllocator.ExtendedHandle a = reading(true);
        RecvByteBufAllocator.ExtendedHandle b = reading(true);
        ByteBuf first = read(a);
        first.release();
        ByteBuf second = read(b);
        assertThat(second).isSameAs(first);
        assertThat(second.readableBytes()).isZero();
        ByteBuf third = read(a); // the second is not released yet
        assertThat(third).isNotSameAs(second);
        third.release();
        second.release();
    }

    @Test
    void tlsKeepsWhatItReads() {
        ByteBuf plain = read(reading(true));
        plain.release();
        ByteBuf tls = read(reading(false));
        assertThat(tls).isNotSameAs(plain);
        tls.release();
    }

    @Test
    void afterTheEndEverybodyAllocates() {
        hold("x").release();
        read(reading(true)).release();
        buffers.close();
        ByteBuf late = hold("late");
        late.release();
        assertThat(late.refCnt()).isZero();
        ByteBuf read = read(reading(true));
        read.release();
        assertThat(read.refCnt()).isZero();
    }

    private ByteBuf hold(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        return noted(buffers.holding(bytes, 1, bytes.length - 2, allocator));
    }

    private RecvByteBufAllocator.ExtendedHandle reading(boolean copiedAtOnce) {
        return (RecvByteBufAllocator.ExtendedHandle)
                buffers.forReading(() -> copiedAtOnce).newHandle();
    }

    private ByteBuf read(RecvByteBufAllocator.ExtendedHandle handle) {
        return noted(handle.allocate(allocator));
    }

    private ByteBuf noted(ByteBuf buffer) {
        held.add(buffer);
        return buffer;
    }

    private static String text(ByteBuf buffer) {
        return buffer.toString(StandardCharsets.UTF_8);
    }
}
