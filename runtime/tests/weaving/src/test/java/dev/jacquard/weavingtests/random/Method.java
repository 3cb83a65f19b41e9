package dev.jacquard.weavingtests.random;

import java.util.List;

/**
 * An {@code @Async} method of a generated program.
 *
 * @param index its number: calls of higher ones need no fuel
 * @param place where it is declared
 * @param parameters after the receiver, caller site and fuel
 * @param result what its coroutine gives
 */
record Method(int index, Place place, List<Kind> parameters, Kind result) {
    enum Place {
        STATIC(Feature.IN_STATIC, Feature.STATIC_CALL),
        INSTANCE(Feature.IN_INSTANCE, Feature.INSTANCE_CALL),
        PRIVATE(Feature.IN_PRIVATE, Feature.PRIVATE_CALL),
        FINAL(Feature.IN_FINAL, Feature.FINAL_CALL),
        INTERFACE(Feature.IN_INTERFACE, Feature.INTERFACE_CALL),
        BASE(Feature.IN_BASE, Feature.BASE_CALL),
        OVERRIDE(Feature.IN_OVERRIDE, Feature.OVERRIDE_CALL),
        GENERIC(Feature.IN_GENERIC, Feature.GENERIC_CALL),
        INNER(Feature.IN_INNER_CLASS, Feature.INNER_CALL);

        final Feature in;
        final Feature call;

        Place(Feature in, Feature call) {
            this.in = in;
            this.call = call;
        }

        boolean isStatic() {
            return this == STATIC || this == GENERIC;
        }
    }

    String name() {
        return "m" + index;
    }
}
