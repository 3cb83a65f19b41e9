package dev.jacquard.samples.kv.data;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A hash.
 *
 * @param fields in the order in which they came
 */
public record HashValue(Map<Key, byte[]> fields) {
    /** An empty one. */
    public HashValue() {
        this(new LinkedHashMap<>());
    }
}
