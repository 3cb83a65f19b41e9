package com.acme;

import java.io.PrintWriter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs tests as an IDE does; a second argument is a class that is loaded before. */
public final class Launches {
    private Launches() {}

    public static void main(String[] args) throws ClassNotFoundException {
        if (args.length > 1) {
            Class.forName(args[1]);
        }
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(args[0]))
                                    .build(),
                            summary);
        }
        summary.getSummary().printFailuresTo(new PrintWriter(System.out, true), 1);
        System.out.println("failed " + summary.getSummary().getTestsFailedCount());
    }
}
