// SPDX-License-Identifier: Apache-2.0
package io.thence.maven;

import java.io.IOException;
import java.nio.file.Files;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * Takes the application's events into the baseline, when they are to be released: the file is then committed. It
 * refuses what is not compatible, unless it is told to take that too.
 */
@Mojo(name = "accept-schema", defaultPhase = LifecyclePhase.NONE, threadSafe = true,
        requiresDependencyResolution = ResolutionScope.TEST)
public final class AcceptSchema extends SchemaGoal {

    /** Whether to take in what is not compatible too. */
    @Parameter(property = "thence.despite", defaultValue = "false")
    private boolean despite;

    @Inject
    AcceptSchema(ToolchainManager toolchains) {
        super(toolchains);
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        var answer = ask(despite ? "despite" : "accept");
        if (!answer.isFine()) {
            throw new MojoFailureException("events are not compatible with " + baseline()
                    + ": mend them, or take them in with -Dthence.despite where nothing is stored of them:\n"
                    + answer.errors().strip().indent(2));
        }
        answer.errors().lines().forEach(line -> getLog().warn("taken in: " + line));
        try {
            Files.writeString(baseline(), answer.result());
        } catch (IOException e) {
            throw new MojoExecutionException("cannot write " + baseline() + ": " + e.getMessage(), e);
        }
        getLog().info("wrote " + baseline() + ": commit it");
    }
}
