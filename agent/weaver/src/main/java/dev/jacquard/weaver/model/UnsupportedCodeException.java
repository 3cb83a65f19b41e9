package dev.jacquard.weaver.model;

import dev.jacquard.weaver.Problem;

/** Bytecode that the weaver does not take: becomes a diagnostic. */
public final class UnsupportedCodeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Problem problem;
    private final int line;

    public UnsupportedCodeException(String detail) {
        this(Problem.UNSUPPORTED_CODE, detail, 0);
    }

    public UnsupportedCodeException(Problem problem, String detail, int line) {
        super(detail);
        this.problem = problem;
        this.line = line;
    }

    public Problem problem() {
        return problem;
    }

    public int line() {
        return line;
    }
}
