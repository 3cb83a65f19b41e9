package dev.jacquard.conformance;

import org.jspecify.annotations.Nullable;

/**
 * The scenario language's exception that is a {@code BaseException} but no {@code Exception}. In Java the errors that
 * are not for application code to handle are those of the virtual machine.
 */
final class AppBase extends VirtualMachineError {
    private static final long serialVersionUID = 1L;

    AppBase(@Nullable String message) {
        super(message);
    }
}
