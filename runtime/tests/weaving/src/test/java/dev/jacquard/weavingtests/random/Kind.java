package dev.jacquard.weavingtests.random;

import java.util.List;
import java.util.Random;

/** A type of generated variables and expressions. */
enum Kind {
    BOOLEAN("boolean", "Boolean", Feature.BELOW_BOOLEAN),
    BYTE("byte", "Byte", Feature.BELOW_INT),
    CHAR("char", "Character", Feature.BELOW_INT),
    SHORT("short", "Short", Feature.BELOW_INT),
    INT("int", "Integer", Feature.BELOW_INT),
    LONG("long", "Long", Feature.BELOW_LONG),
    FLOAT("float", "Float", Feature.BELOW_FLOAT),
    DOUBLE("double", "Double", Feature.BELOW_DOUBLE),
    STRING("String", "String", Feature.BELOW_REFERENCE),
    ARRAY("int[]", "int[]", Feature.BELOW_REFERENCE),
    OBJECT("Object", "Object", Feature.BELOW_REFERENCE),
    BOX("Box", "Box", Feature.BELOW_REFERENCE);

    private static final List<Kind> ALL = List.of(values());
    private static final List<Kind> LIKELY = List.of(INT, INT, INT, LONG, STRING, STRING, BOOLEAN, DOUBLE, OBJECT);

    final String type;
    final String boxed;
    final Feature below;
    final Feature beside;
    final Feature gives;

    Kind(String type, String boxed, Feature below) {
        this.type = type;
        this.boxed = boxed;
        this.below = below;
        this.beside = Feature.valueOf("BESIDE_" + name());
        this.gives = Feature.valueOf("GIVES_" + name());
    }

    boolean isWide() {
        return this == LONG || this == DOUBLE;
    }

    static Kind any(Random random) {
        List<Kind> from = random.nextBoolean() ? ALL : LIKELY;
        return from.get(random.nextInt(from.size()));
    }
}
