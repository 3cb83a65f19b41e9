package dev.jacquard.testing;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.mockito.InjectMocks;
import org.mockito.Mockito;
import org.mockito.MockitoAnnotations;
import org.mockito.ScopedMock;
import org.mockito.Spy;
import org.mockito.listeners.MockCreationListener;
import org.mockito.mock.MockCreationSettings;
import org.mockito.stubbing.Stubbing;

/**
 * Makes the mocks of a test again for each of its runs, where Mockito's extension has made them for JUnit's one. They
 * belong to the extension's session, so its strictness is theirs.
 *
 * <p>A run's mocks are reset behind it. Those of the first are kept for the look at unused stubs that the session takes
 * in the end, unless other runs have used what this one did not.
 */
final class FreshMocks {
    private final List<Object> first = new ArrayList<>();
    private final Set<String> used = new HashSet<>();
    private boolean ran;

    private FreshMocks() {}

    /** For a test whose fields or parameters an extension has filled with mocks; null for others. */
    static @Nullable FreshMocks of(ExtensionContext context, Method test) {
        boolean found = false;
        for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
            found |= fills(instance);
        }
        for (Parameter p : test.getParameters()) {
            found |= FreshInstances.isMockitos(p);
        }
        return found ? new FreshMocks() : null;
    }

    /** Ends JUnit's static mocks as well: a thread has one for a class at a time. */
    private static boolean fills(Object instance) {
        boolean found = false;
        for (var field : ReflectionSupport.findFields(
                instance.getClass(), FreshInstances::isMockitos, HierarchyTraversalMode.TOP_DOWN)) {
            Object value = ReflectionSupport.tryToReadFieldValue(field, instance)
                    .toOptional()
                    .orElse(null);
            if (value instanceof ScopedMock scoped) {
                scoped.closeOnDemand();
            }
            found |= (field.isAnnotationPresent(Spy.class) || field.isAnnotationPresent(InjectMocks.class))
                    ? isMock(value) // or the constructor has set it
                    : value != null;
        }
        return found;
    }

    private static boolean isMock(@Nullable Object value) {
        return value != null && Mockito.mockingDetails(value).isMock();
    }

    /** Fills the fields of a run's instances. To be closed when the run has ended. */
    Run open(List<Object> instances) {
        return new Run(instances);
    }

    /** After the last run. */
    void ended() {
        for (Object mock : first) {
            if (stubs(mock).stream().allMatch(s -> used.contains(place(s)))) {
                Mockito.reset(mock);
            }
        }
    }

    private static List<Stubbing> stubs(Object mock) {
        return List.copyOf(Mockito.mockingDetails(mock).getStubbings());
    }

    private static String place(Stubbing stub) {
        return stub.getInvocation().getLocation().toString();
    }

    /** The mocks of one run, with those that the test makes itself. */
    final class Run implements AutoCloseable, MockCreationListener {
        private final List<Object> made = new ArrayList<>();
        private final List<AutoCloseable> opened = new ArrayList<>();

        private Run(List<Object> instances) {
            Mockito.framework().addListener(this);
            try {
                for (Object instance : instances) {
                    opened.add(MockitoAnnotations.openMocks(instance));
                }
            } catch (Throwable e) {
                close();
                throw e;
            }
        }

        @Override
        public void onMockCreated(Object mock, MockCreationSettings<?> settings) {
            made.add(mock);
        }

        @Override
        public void close() {
            Mockito.framework().removeListener(this);
            for (AutoCloseable mocks : opened) {
                close(mocks);
            }
            for (Object mock : made) {
                stubs(mock).stream().filter(Stubbing::wasUsed).forEach(s -> used.add(place(s)));
            }
            if (ran) {
                Mockito.reset(made.toArray());
            } else {
                first.addAll(made);
            }
            ran = true;
        }

        private void close(AutoCloseable mocks) {
            try {
                mocks.close();
            } catch (Exception e) {
                throw new IllegalStateException("Mockito cannot close its mocks", e);
            }
        }
    }
}
