// SPDX-License-Identifier: Apache-2.0
package io.thence.maven;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;

/** What the goals about events have in common: where the baseline is, and what is compared with it. */
@SuppressWarnings("NullAway.Init") // Maven sets the fields
abstract class SchemaGoal extends ApplicationGoal {

    /** The baseline, which is committed with the sources. */
    @Parameter(property = "thence.baseline", defaultValue = "${project.basedir}/events.baseline.json")
    private File baseline;

    /** Which way changes must be compatible: BACKWARD, FORWARD or FULL. */
    @Parameter(property = "thence.compatibility", defaultValue = "BACKWARD")
    private String compatibility;

    SchemaGoal(ToolchainManager toolchains) {
        super(toolchains);
    }

    Path baseline() {
        return baseline.toPath();
    }

    /** Asks the application about itself and its baseline. */
    Answer ask(String what) throws MojoExecutionException {
        var answer = ask("BaselineProcess", Optional.of(baseline()).filter(Files::exists), what, compatibility,
                application());
        if (answer.isFailure()) {
            throw new MojoExecutionException("the events of " + application() + " cannot be compared: "
                    + answer.errors().strip());
        }
        return answer;
    }
}
