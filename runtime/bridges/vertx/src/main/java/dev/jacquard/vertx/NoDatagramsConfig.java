package dev.jacquard.vertx;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.MessageSizeEstimator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannelConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import org.jspecify.annotations.Nullable;

/** The settings of {@link NoDatagrams}: those of a socket mean nothing, but nobody is warned of them. */
@SuppressWarnings("deprecation") // settings have to be all there, old ones too
final class NoDatagramsConfig extends DefaultChannelConfig implements DatagramChannelConfig {
    NoDatagramsConfig(Channel channel) {
        super(channel);
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        super.setOption(option, value);
        return true;
    }

    // ---- those of all channels -----------------------------------------------------------------

    @Override
    public DatagramChannelConfig setMaxMessagesPerRead(int maxMessagesPerRead) {
        super.setMaxMessagesPerRead(maxMessagesPerRead);
        return this;
    }

    @Override
    public DatagramChannelConfig setWriteSpinCount(int writeSpinCount) {
        super.setWriteSpinCount(writeSpinCount);
        return this;
    }

    @Override
    public DatagramChannelConfig setConnectTimeoutMillis(int connectTimeoutMillis) {
        super.setConnectTimeoutMillis(connectTimeoutMillis);
        return this;
    }

    @Override
    public DatagramChannelConfig setAllocator(ByteBufAllocator allocator) {
        super.setAllocator(allocator);
        return this;
    }

    @Override
    public DatagramChannelConfig setRecvByteBufAllocator(RecvByteBufAllocator recvByteBufAllocator) {
        super.setRecvByteBufAllocator(recvByteBufAllocator);
        return this;
    }

    @Override
    public DatagramChannelConfig setAutoRead(boolean autoRead) {
        super.setAutoRead(autoRead);
        return this;
    }

    @Override
    public DatagramChannelConfig setAutoClose(boolean autoClose) {
        super.setAutoClose(autoClose);
        return this;
    }

    @Override
    public DatagramChannelConfig setMessageSizeEstimator(MessageSizeEstimator messageSizeEstimator) {
        super.setMessageSizeEstimator(messageSizeEstimator);
        return this;
    }

    @Override
    public DatagramChannelConfig setWriteBufferWaterMark(WriteBufferWaterMark writeBufferWaterMark) {
        super.setWriteBufferWaterMark(writeBufferWaterMark);
        return this;
    }

    // ---- those of sockets ----------------------------------------------------------------------

    @Override
    public int getSendBufferSize() {
        return 0;
    }

    @Override
    public DatagramChannelConfig setSendBufferSize(int value) {
        return this;
    }

    @Override
    public int getReceiveBufferSize() {
        return 0;
    }

    @Override
    public DatagramChannelConfig setReceiveBufferSize(int value) {
        return this;
    }

    @Override
    public int getTrafficClass() {
        return 0;
    }

    @Override
    public DatagramChannelConfig setTrafficClass(int value) {
        return this;
    }

    @Override
    public boolean isReuseAddress() {
        return false;
    }

    @Override
    public DatagramChannelConfig setReuseAddress(boolean value) {
        return this;
    }

    @Override
    public boolean isBroadcast() {
        return false;
    }

    @Override
    public DatagramChannelConfig setBroadcast(boolean value) {
        return this;
    }

    @Override
    public boolean isLoopbackModeDisabled() {
        return false;
    }

    @Override
    public DatagramChannelConfig setLoopbackModeDisabled(boolean value) {
        return this;
    }

    @Override
    public int getTimeToLive() {
        return 0;
    }

    @Override
    public DatagramChannelConfig setTimeToLive(int value) {
        return this;
    }

    @Override
    public @Nullable InetAddress getInterface() {
        return null;
    }

    @Override
    public DatagramChannelConfig setInterface(@Nullable InetAddress value) {
        return this;
    }

    @Override
    public @Nullable NetworkInterface getNetworkInterface() {
        return null;
    }

    @Override
    public DatagramChannelConfig setNetworkInterface(@Nullable NetworkInterface value) {
        return this;
    }
}
