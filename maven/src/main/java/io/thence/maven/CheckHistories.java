// SPDX-License-Identifier: Apache-2.0
package io.thence.maven;

import java.io.File;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/**
 * Runs what the application's sagas did through its code as it is now, and fails the build where that does otherwise:
 * before a deploy.
 */
@Mojo(name = "check-histories", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true,
        requiresDependencyResolution = ResolutionScope.TEST)
@SuppressWarnings("NullAway.Init") // Maven sets the fields
public final class CheckHistories extends ApplicationGoal {

    /** The directory of a backup, or of the application itself, which may run: it is read only. Always needed. */
    @Parameter(property = "thence.histories")
    private @Nullable File histories;

    /** So many instances that go on at one time are followed, and a build that leaves one out fails. */
    @Parameter(property = "thence.together", defaultValue = "100000")
    private int together;

    @Inject
    CheckHistories(ToolchainManager toolchains) {
        super(toolchains);
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        var application = application();
        if (histories == null) {
            throw new MojoExecutionException("which histories? Name the directory of a backup, by"
                    + " -Dthence.histories=/backups/bank, or by <histories> in the configuration of"
                    + " thence-maven-plugin");
        }
        var answer = ask("HistoryProcess", Optional.empty(), application, histories.getPath(),
                Integer.toString(together));
        if (answer.isFailure()) {
            throw new MojoExecutionException("the histories in " + histories + " cannot be run through " + application
                    + ": " + answer.errors().strip());
        }
        if (!answer.isFine()) {
            throw new MojoFailureException("the sagas of " + application + " do otherwise than they did:\n"
                    + answer.result().strip().indent(2) + "If that is wanted, look at the instances that go on: what"
                    + " was done stays done");
        }
        answer.result().lines().forEach(getLog()::info);
    }
}
