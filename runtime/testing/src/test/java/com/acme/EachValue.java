package com.acme;

import dev.jacquard.testing.AsyncSettings;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A kind of JUnit's tests. */
@Retention(RetentionPolicy.RUNTIME)
@AsyncSettings
@ParameterizedTest
@ValueSource(ints = {1, 2})
public @interface EachValue {}
