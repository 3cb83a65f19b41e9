package dev.jacquard.net;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/**
 * Hears of the interruption of a thread that waits in native code, as epoll does, which does not notice it. The JDK
 * tells selectors: so this is one, for nothing else.
 */
final class Interrupts extends AbstractSelector {
    private final Runnable wakeup;

    /**
     * For one thread.
     *
     * @param wakeup ends the waiting; called on the thread that interrupts
     */
    Interrupts(Runnable wakeup) {
        super(SelectorProvider.provider());
        this.wakeup = wakeup;
    }

    /** The thread is about to wait. */
    void waiting() {
        begin();
    }

    /** It has waited. */
    void waited() {
        end();
    }

    @Override
    public Selector wakeup() {
        wakeup.run();
        return this;
    }

    // ---- what it is not ------------------------------------------------------------------------

    @Override
    protected void implCloseSelector() {}

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attached) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SelectionKey> keys() {
        return Set.of();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return Set.of();
    }

    @Override
    public int selectNow() {
        return 0;
    }

    @Override
    public int select(long timeout) {
        return 0;
    }

    @Override
    public int select() {
        return 0;
    }
}
