package dev.jacquard.asynciotests.schedules;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Property;

/** A property of all schedules; the same ones in each build. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Property(tries = 2000, seed = "31", edgeCases = EdgeCasesMode.NONE)
public @interface ScheduleProperty {}
