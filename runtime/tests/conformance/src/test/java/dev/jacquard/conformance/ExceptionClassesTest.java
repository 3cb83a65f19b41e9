package dev.jacquard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.InvalidStateException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExceptionClassesTest {
    @ParameterizedTest
    @CsvSource({
        "ValueError, Exception, true",
        "KeyError, LookupError, true",
        "TimeoutError, OSError, true",
        "TimeoutError, Exception, true",
        "ValueError, KeyError, false",
        "CancelledError, BaseException, true",
        "CancelledError, Exception, false",
        "AppBase, Exception, false",
        "SystemExit, Exception, false",
        "BrokenBarrierError, RuntimeError, true",
    })
    void hierarchy(String raised, String caught, boolean matches) {
        Throwable exception = ExceptionClasses.make(new Node(Map.of("exc", raised, "msg", "m")), v -> v);
        assertThat(exception).hasMessage("m");
        assertThat(ExceptionClasses.nameOf(exception)).isEqualTo(raised);
        assertThat(ExceptionClasses.isInstance(exception, caught)).isEqualTo(matches);
    }

    @Test
    void productsOwnExceptionsHaveTheirNamesOfPython() {
        assertThat(ExceptionClasses.nameOf(new InvalidStateException("x"))).isEqualTo("InvalidStateError");
        assertThat(ExceptionClasses.nameOf(new IllegalStateException())).isEqualTo("RuntimeError");
    }
}
