/** The test kit. */
module dev.jacquard.testing {
    requires transitive dev.jacquard.core;
    requires transitive org.junit.jupiter.api;
    requires org.junit.platform.engine;
    requires static net.jqwik.api;
    requires static org.jspecify;
    requires static org.junit.platform.launcher; // on the class path only: a service of it needs it
    requires static org.mockito;

    exports dev.jacquard.testing;
    exports dev.jacquard.testing.net;
    exports dev.jacquard.testing.schedules;

    opens dev.jacquard.testing.schedules to
            org.junit.platform.commons;

    provides org.junit.platform.engine.TestEngine with
            dev.jacquard.testing.UnwovenTestEngine;
}
