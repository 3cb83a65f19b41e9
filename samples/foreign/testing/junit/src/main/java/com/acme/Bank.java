package com.acme;

import dev.jacquard.Coroutine;

/** Takes its time. */
public interface Bank {
    /** Pays a sum, and gives the receipt. */
    Coroutine<String> pay(int sum);
}
