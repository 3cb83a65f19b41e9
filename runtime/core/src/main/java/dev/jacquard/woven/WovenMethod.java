package dev.jacquard.woven;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a generated coroutine class says of the method it was woven from. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WovenMethod {
    /** The class that declares the method. */
    Class<?> type();

    /** The method's name. */
    String method();

    /** The method's descriptor. */
    String descriptor();

    /** The source file, or an empty string. */
    String file();

    /** The line of each suspension point; the first entry belongs to state 1. */
    int[] lines();
}
