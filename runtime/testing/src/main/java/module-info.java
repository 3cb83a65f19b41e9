/** The test kit. */
module dev.jacquard.testing {
    requires transitive dev.jacquard.core;
    requires java.management;
    requires static net.jqwik.api;
    requires static org.assertj.core;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;
    requires static org.junit.platform.engine;
    requires static org.junit.platform.launcher; // on the class path only: a service of it needs it
    requires static org.mockito;

    uses dev.jacquard.testing.LeftoverProbe;

    exports dev.jacquard.testing;
    exports dev.jacquard.testing.net;
    exports dev.jacquard.testing.schedules;

    opens dev.jacquard.testing to
            org.junit.platform.commons;
    opens dev.jacquard.testing.schedules to
            org.junit.platform.commons;

    provides org.junit.platform.engine.TestEngine with
            dev.jacquard.testing.UnwovenTestEngine;
}
