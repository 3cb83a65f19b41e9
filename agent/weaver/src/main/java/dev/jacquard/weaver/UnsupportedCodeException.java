package dev.jacquard.weaver;

/** Bytecode that the weaver does not take: becomes a diagnostic. */
final class UnsupportedCodeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Problem problem;
    private final int line;

    UnsupportedCodeException(String detail) {
        this(Problem.UNSUPPORTED_CODE, detail, 0);
    }

    UnsupportedCodeException(Problem problem, String detail, int line) {
        super(detail);
        this.problem = problem;
        this.line = line;
    }

    Problem problem() {
        return problem;
    }

    int line() {
        return line;
    }
}
