package dev.jacquard.samples.kv.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A set, from which a random member can be taken at once. */
public final class SetValue {
    private final List<Key> members = new ArrayList<>();
    private final Map<Key, Integer> places = new HashMap<>();

    /** How many there are. */
    public int size() {
        return members.size();
    }

    /** All of them, seen through. */
    public List<Key> members() {
        return Collections.unmodifiableList(members);
    }

    /** Whether it is one. */
    public boolean contains(Key member) {
        return places.containsKey(member);
    }

    /** Adds one; whether it is new. */
    public boolean add(Key member) {
        if (places.putIfAbsent(member, members.size()) != null) {
            return false;
        }
        members.add(member);
        return true;
    }

    /** Removes one; whether it was there. */
    public boolean remove(Key member) {
        Integer place = places.remove(member);
        if (place == null) {
            return false;
        }
        Key last = members.remove(members.size() - 1);
        if (place < members.size()) { // the last one fills the gap
            members.set(place, last);
            places.put(last, place);
        }
        return true;
    }

    /** A random one of at least one, which stays. */
    public Key random(RandomGenerator random) {
        return members.get(random.nextInt(members.size()));
    }

    /** Takes a random one of at least one. */
    public Key pop(RandomGenerator random) {
        Key member = random(random);
        remove(member);
        return member;
    }
}
