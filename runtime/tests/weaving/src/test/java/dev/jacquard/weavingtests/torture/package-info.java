/**
 * Real libraries with every call of every method woven as a suspension point, against the untouched ones.
 *
 * <p>{@link dev.jacquard.weavingtests.torture.TortureHook} is what the woven methods call;
 * {@link dev.jacquard.weavingtests.torture.LibraryWork} is what the libraries have to do.
 */
package dev.jacquard.weavingtests.torture;
