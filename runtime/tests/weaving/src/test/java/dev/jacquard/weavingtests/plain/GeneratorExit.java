package dev.jacquard.weavingtests.plain;

/** Twin of the runtime's error of this name. */
public class GeneratorExit extends Error {
    private static final long serialVersionUID = 1;
}
