package dev.jacquard.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * The call chains again, with calls whose target is not known when the caller is woven, and other ways to write the
 * same.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Sizes.CHAINS)
@SuppressWarnings("MemberName")
public class JacquardVariants {
    @Benchmark
    public Object b2_call_chain_instance() {
        return JacquardVariantsProg.instance(Sizes.CHAINS, false);
    }

    @Benchmark
    public Object b3_call_chain_suspend_instance() {
        return JacquardVariantsProg.instance(Sizes.CHAINS, true);
    }

    @Benchmark
    public Object b2_call_chain_interface1() {
        return JacquardVariantsProg.interface1(Sizes.CHAINS, false);
    }

    @Benchmark
    public Object b3_call_chain_suspend_interface1() {
        return JacquardVariantsProg.interface1(Sizes.CHAINS, true);
    }

    @Benchmark
    public Object b2_call_chain_interface3() {
        return JacquardVariantsProg.interface3(Sizes.CHAINS, false);
    }

    @Benchmark
    public Object b3_call_chain_suspend_interface3() {
        return JacquardVariantsProg.interface3(Sizes.CHAINS, true);
    }

    @Benchmark
    public Object b2_call_chain_other_package() {
        return JacquardVariantsProg.otherPackage(Sizes.CHAINS, false);
    }

    @Benchmark
    public Object b3_call_chain_suspend_other_package() {
        return JacquardVariantsProg.otherPackage(Sizes.CHAINS, true);
    }

    @Benchmark
    public Object b2_call_chain_not_woven() {
        return JacquardVariantsProg.notWoven(Sizes.CHAINS, false);
    }

    @Benchmark
    public Object b3_call_chain_suspend_not_woven() {
        return JacquardVariantsProg.notWoven(Sizes.CHAINS, true);
    }

    /** With a body in place of try-with-resources. */
    @Benchmark
    @OperationsPerInvocation(Sizes.LOCKERS * Sizes.LOCKS)
    public Object b8_lock_contention_with() {
        return AsyncioProg.locks(Sizes.LOCKERS, Sizes.LOCKS, true);
    }
}
