package com.acme;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** One more step away; and annotated with itself, as the language allows. */
@Retention(RetentionPolicy.RUNTIME)
@VirtualTest
@ShortTest
public @interface ShortTest {}
