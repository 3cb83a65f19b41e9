package com.acme;

/** Mentions Jacquard nowhere. */
public class NamesNothing {
    @VirtualTest
    void plain() {
        if (!"a".equals(String.valueOf('a'))) {
            throw new AssertionError();
        }
    }
}
