/**
 * Random programs: generated, compiled in batches, run plain and woven.
 *
 * <p>{@link dev.jacquard.weavingtests.random.ProgramGenerator} writes a class;
 * {@link dev.jacquard.weavingtests.random.Statements} and {@link dev.jacquard.weavingtests.random.Expressions} fill its
 * methods; each await is a site, and a site knows in which {@link dev.jacquard.weavingtests.random.Feature features} of
 * the language it stands.
 */
package dev.jacquard.weavingtests.random;
