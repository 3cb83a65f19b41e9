/**
 * Are the tests any good? Faults are planted in the weaver's source, one at a time, and the tests must notice each.
 *
 * <p>A {@link dev.jacquard.weavingtests.faults.Fault} is a replacement of a piece of source text;
 * {@link dev.jacquard.weavingtests.faults.FaultyRun} compiles the weaver with it and runs the tests over it in a JVM of
 * its own.
 */
package dev.jacquard.weavingtests.faults;
