package com.acme;

import dev.jacquard.testing.AsyncTest;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A kind of test of this project's own. */
@Retention(RetentionPolicy.RUNTIME)
@AsyncTest(timeout = "PT10S")
@interface OwnTest {}
