package dev.jacquard.weavingtests.harness;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Small things that programs use: operations that log, exceptions, resources, objects. */
public final class Kit {
    private Kit() {}

    /** A checked exception. */
    public static class A extends Exception {
        private static final long serialVersionUID = 1;

        public A(String message) {
            super(message);
        }
    }

    /** Another. */
    public static class B extends Exception {
        private static final long serialVersionUID = 1;

        public B(String message) {
            super(message);
        }
    }

    /** An unchecked one. */
    public static class E extends RuntimeException {
        private static final long serialVersionUID = 1;

        public E(String message) {
            super(message);
        }
    }

    /** Two things, and a log line when made. */
    public static final class Pair {
        final Object first;
        final Object second;

        public Pair(Object first, Object second) {
            this.first = first;
            this.second = second;
            Trail.log("new Pair " + this);
        }

        @Override
        public String toString() {
            return "<" + Show.of(first) + ", " + Show.of(second) + ">";
        }
    }

    /** A resource that logs, and may fail to close. */
    public static final class Res implements AutoCloseable {
        private final String name;

        public Res(String name) {
            this.name = name;
            Trail.log("open " + name);
        }

        @Override
        public void close() {
            Trail.log("close " + name);
            if (name.endsWith("!")) {
                throw new E("close of " + name);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A choice. */
    public enum Colour {
        RED,
        GREEN,
        BLUE
    }

    public static int i(int v) {
        Trail.log("i " + v);
        return v;
    }

    public static long l(long v) {
        Trail.log("l " + v);
        return v;
    }

    public static double d(double v) {
        Trail.log("d " + v);
        return v;
    }

    public static boolean b(boolean v) {
        Trail.log("b " + v);
        return v;
    }

    public static String s(String v) {
        Trail.log("s " + v);
        return v;
    }

    public static Object o(Object v) {
        Trail.log("o " + Show.of(v));
        return v;
    }

    public static int thrown(String message) {
        throw new E(message);
    }

    /** Throws a checked exception for some values. */
    public static int checked(int v) throws A {
        if (v % 5 == 0) {
            throw new A("checked " + v);
        }
        return v;
    }

    /** A mutable pair of numbers, and a log line when made. */
    public static final class Box {
        public int a;
        public long b;

        public Box(int a, long b) {
            this.a = a;
            this.b = b;
            Trail.log("new " + this);
        }

        public int sum() {
            return (int) (a + b);
        }

        @Override
        public String toString() {
            return "Box(" + a + ", " + b + ")";
        }
    }

    public static <X> X same(X x) {
        return x;
    }

    public static String mix(long a, double b, int c, String s, Object o) {
        String mixed = a + "|" + b + "|" + c + "|" + s + "|" + Show.of(o);
        Trail.log("mix " + mixed);
        return mixed;
    }

    /** An iterable that logs what is asked of it. */
    public static <T> Iterable<T> logged(List<T> items) {
        return () -> {
            Iterator<T> it = new ArrayList<>(items).iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    Trail.log("hasNext");
                    return it.hasNext();
                }

                @Override
                public T next() {
                    Trail.log("next");
                    return it.next();
                }
            };
        };
    }
}
