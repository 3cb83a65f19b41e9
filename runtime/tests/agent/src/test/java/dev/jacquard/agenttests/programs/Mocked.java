package dev.jacquard.agenttests.programs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.when;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/** Mockito changes classes to which calls go straight already. */
public final class Mocked {
    private Mocked() {}

    /** What is mocked. */
    public static class Repo {
        /** Loads. */
        @Async
        public Coroutine<String> load() {
            await(sleep(1));
            return Coroutine.of("real");
        }

        /** Opens. */
        @Async
        public static Coroutine<String> open() {
            await(sleep(1));
            return Coroutine.of("open");
        }
    }

    @Async
    private static Coroutine<String> use(Repo repo) {
        return Coroutine.of(await(repo.load()) + " " + await(Repo.open()));
    }

    /** The program. */
    public static void main(String[] args) {
        for (int i = 0; i < 3; i++) {
            System.out.println(run(use(new Repo())));
        }
        Repo spied = spy(new Repo());
        for (int i = 0; i < 3; i++) {
            System.out.println(run(use(spied)));
        }
        System.out.println(mockingDetails(spied).getInvocations().size());
        doReturn(Coroutine.of("stubbed")).when(spied).load();
        System.out.println(run(use(spied)));
        Repo mocked = mock(Repo.class);
        when(mocked.load()).thenReturn(Coroutine.of("mocked"));
        try (var statics = mockStatic(Repo.class)) {
            statics.when(Repo::open).thenReturn(Coroutine.of("closed"));
            System.out.println(run(use(mocked)));
        }
        System.out.println(run(use(mocked)));
    }
}
