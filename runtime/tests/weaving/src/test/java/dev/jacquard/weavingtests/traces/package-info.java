/** Stack traces of woven programs against those of the same programs with plain calls. */
package dev.jacquard.weavingtests.traces;
