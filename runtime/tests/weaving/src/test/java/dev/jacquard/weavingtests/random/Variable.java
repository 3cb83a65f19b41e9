package dev.jacquard.weavingtests.random;

/**
 * A local variable in scope.
 *
 * @param isFinal whether lambdas may capture it, and nobody may assign it
 */
record Variable(String name, Kind kind, boolean isFinal) {}
