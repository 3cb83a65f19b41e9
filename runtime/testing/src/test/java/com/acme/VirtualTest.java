package com.acme;

import dev.jacquard.testing.AsyncTest;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.Tag;

// doc: composed
/** A test of ours: no longer than an hour in virtual time. */
@Retention(RetentionPolicy.RUNTIME)
@AsyncTest(virtualTimeout = "PT1H")
@Tag("virtual")
public @interface VirtualTest {}

// end
