package com.acme;

import dev.jacquard.EventLoop;
import dev.jacquard.testing.LeftoverProbe;
import java.util.ArrayList;
import java.util.List;

/** A stranger's library, which tells the kit what is open. */
public final class Transactions implements LeftoverProbe {
    private static final List<String> OPEN = new ArrayList<>();

    public static void begin(String name) {
        OPEN.add(name);
    }

    public static void commit(String name) {
        OPEN.remove(name);
    }

    @Override
    public Look begin(EventLoop loop) {
        OPEN.clear();
        return () ->
                OPEN.stream().map(name -> "Transaction " + name + " is open").toList();
    }
}
