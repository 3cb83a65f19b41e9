package dev.jacquard.woven;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a class that has been woven, so that it is not woven twice. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WovenClass {
    /** The {@link Woven#ABI} it was woven for. */
    int abi();
}
