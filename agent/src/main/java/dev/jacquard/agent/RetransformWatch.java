package dev.jacquard.agent;

import dev.jacquard.weaver.model.ConstantPoolScan;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Sees that another agent changes a woven class that is loaded already: a mock's answer, a probe.
 *
 * <p>The weaver itself is not told of that: it is added as a transformer that does not retransform, see
 * {@link JacquardAgent}.
 */
final class RetransformWatch implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
            @Nullable Module module,
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (redefined != null
                && loader != null
                && name != null
                && !JacquardTransformer.isRuntime(name)
                && ConstantPoolScan.isWoven(classFile)) {
            LoadTimeWeaving.switchDirectCallsOff(redefined);
        }
        return null;
    }
}
