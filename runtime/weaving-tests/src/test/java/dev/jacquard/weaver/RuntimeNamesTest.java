package dev.jacquard.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.woven.Direct;
import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Woven;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The weaver knows the runtime by names only: each name must be there. */
class RuntimeNamesTest {
    @Test
    void everyClassExists() throws Exception {
        for (Field f : RuntimeNames.class.getDeclaredFields()) {
            if (f.getType() != String.class || f.getName().equals("PREFIX")) {
                continue;
            }
            String name = (String) f.get(null);
            String internal = name.startsWith("L") ? name.substring(1, name.length() - 1) : name;
            assertThat(Class.forName(internal.replace('/', '.'))).as(f.getName()).isNotNull();
        }
    }

    @Test
    void bothSidesAgreeOnTheVersion() {
        assertThat(RuntimeNames.ABI).isEqualTo(Woven.ABI);
    }

    @Test
    void theDoorHasWhatBodiesCall() throws Exception {
        assertThat(Arrays.stream(Woven.class.getMethods()).map(Method::getName))
                .contains(
                        "await",
                        "awaitReturned",
                        "hasNext",
                        "close",
                        "emit",
                        "ended",
                        "check",
                        "caught",
                        "generator",
                        "stage",
                        "refuse",
                        "requireAbi");
        assertThat(Modifier.isStatic(Driver.class.getField("SUSPENDED").getModifiers())).isTrue();
        assertThat(Arrays.stream(Driver.class.getMethods()).map(Method::getName))
                .contains("push", "again");
        assertThat(Arrays.stream(Direct.class.getMethods()).map(Method::getName))
                .contains("link", "switchOff");
    }
}
