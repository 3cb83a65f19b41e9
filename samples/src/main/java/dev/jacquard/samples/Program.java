package dev.jacquard.samples;

/**
 * A line of the menu.
 *
 * @param name what the user types
 * @param summary what it shows, in one line
 * @param inTour whether the tour runs it
 * @param entry the program itself
 */
record Program(String name, String summary, boolean inTour, Entry entry) {
    /** Runs with command line arguments; the value is the exit status. */
    @FunctionalInterface
    interface Entry {
        int run(String... args) throws Exception;
    }

    /** A plain main method. */
    @FunctionalInterface
    interface Main {
        void start(String... args) throws Exception;
    }

    /** A sample of the tour: a main method whose status is 0. */
    static Program sample(String name, String summary, Main main) {
        return new Program(name, summary, true, entry(main));
    }

    /** A sample that the tour leaves out: it does not end by itself. */
    static Program endless(String name, String summary, Main main) {
        return new Program(name, summary, false, entry(main));
    }

    private static Entry entry(Main main) {
        return args -> {
            main.start(args);
            return 0;
        };
    }
}
