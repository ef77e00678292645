// SPDX-License-Identifier: Apache-2.0
package io.thence.maven;

import java.nio.file.Files;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.toolchain.ToolchainManager;

/** Fails the build where the application's events are not compatible with the baseline. */
@Mojo(name = "check-schema", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true,
        requiresDependencyResolution = ResolutionScope.TEST)
public final class CheckSchema extends SchemaGoal {

    @Inject
    CheckSchema(ToolchainManager toolchains) {
        super(toolchains);
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        var application = application();
        if (!Files.exists(baseline())) {
            throw new MojoFailureException("there is no baseline " + baseline() + ": write it once by"
                    + " mvn io.thence:thence-maven-plugin:accept-schema -Dthence.application=" + application
                    + ", and commit it");
        }
        var answer = ask("check");
        if (!answer.isFine()) {
            throw new MojoFailureException("events are not compatible with " + baseline() + ":\n"
                    + answer.result().strip().indent(2));
        }
        getLog().info("events are compatible with " + baseline());
    }
}
