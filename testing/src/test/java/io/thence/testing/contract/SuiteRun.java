// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import java.util.List;
import java.util.TreeSet;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Tests run inside a test, and what they came to. */
public final class SuiteRun implements TestExecutionListener {

    public final TreeSet<String> passed = new TreeSet<>();
    public final TreeSet<String> failed = new TreeSet<>();
    public final TreeSet<String> skipped = new TreeSet<>();

    /** Runs what {@code selector} names. */
    public static SuiteRun of(DiscoverySelector selector) {
        var run = new SuiteRun();
        var request = LauncherDiscoveryRequestBuilder.request().selectors(List.of(selector)).build();
        LauncherFactory.create().execute(request, run);
        return run;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped.add(test.getDisplayName());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (test.isTest()) {
                    passed.add(test.getDisplayName());
                }
            }
            case ABORTED -> skipped.add(test.getDisplayName());
            case FAILED -> failed.add(test.getDisplayName());
        }
    }
}
