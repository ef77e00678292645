// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.mutant;

import io.thence.testing.contract.SuiteRun;
import io.thence.testing.crash.CheapChecks;
import io.thence.testing.rot.BitFlips;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.platform.engine.discovery.DiscoverySelectors;

/** Runs a check until it finds something. Called in the class loader of a mutant. */
public final class Checks {

    private static final String TESTS = "io.thence.testing.engine.";

    private Checks() {}

    /** What a check finds; empty if all is well. */
    public static String run(String name) {
        return switch (Check.valueOf(name)) {
            case CRASHES -> attempt(() -> CheapChecks.crashes(150));
            case PROGRAMS -> attempt(() -> CheapChecks.plain(60));
            case SMALL_PROGRAMS -> attempt(CheapChecks::small);
            case STARTS -> attempt(CheapChecks::starts);
            case FULL_DISK -> suite("DiskFullTest");
            case SILENT_FAULTS -> attempt(() -> CheapChecks.silent(600));
            case FAULTS -> attempt(CheapChecks::faults);
            case FLIPS -> attempt(Checks::flips);
            case CONTRACT -> suite("MemoryDiskContractTest");
            case DAMAGE -> suite("DamageTest");
            case RECOVERY -> suite("RecoveryTest");
            case WRITTEN -> suite("WrittenTest");
        };
    }

    private static String attempt(Supplier<Optional<String>> check) {
        try {
            return check.get().orElse("");
        } catch (AssertionError | RuntimeException | LinkageError e) {
            return "throws " + e;
        }
    }

    private static Optional<String> flips() {
        CheapChecks.quietly();
        try {
            new BitFlips().all(61);
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String suite(String test) {
        CheapChecks.quietly();
        try {
            var run = SuiteRun.of(DiscoverySelectors.selectClass(Class.forName(TESTS + test, true,
                    Checks.class.getClassLoader())));
            return run.failed.isEmpty() && !run.passed.isEmpty() ? "" : "fails in " + run.failed;
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
