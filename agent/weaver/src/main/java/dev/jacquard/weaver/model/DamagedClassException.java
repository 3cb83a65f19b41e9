package dev.jacquard.weaver.model;

/** A class file that cannot be read to its end. */
public final class DamagedClassException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DamagedClassException(RuntimeException cause) {
        super(cause);
    }
}
