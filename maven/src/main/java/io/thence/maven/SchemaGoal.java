// SPDX-License-Identifier: Apache-2.0
package io.thence.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;

/** What the goals about events have in common: which application, and where its baseline is. */
@SuppressWarnings("NullAway.Init") // Maven sets the fields
abstract class SchemaGoal extends AbstractMojo {

    /** The static field that holds the application, such as {@code com.example.Bank#APPLICATION}. */
    @Parameter(property = "thence.application", required = true)
    private String application;

    /** The baseline, which is committed with the sources. */
    @Parameter(property = "thence.baseline", defaultValue = "${project.basedir}/events.baseline.json")
    private File baseline;

    /** Which way changes must be compatible: BACKWARD, FORWARD or FULL. */
    @Parameter(property = "thence.compatibility", defaultValue = "BACKWARD")
    private String compatibility;

    @Parameter(defaultValue = "${project}", readonly = true)
    private MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true)
    private MavenSession session;

    private final ToolchainManager toolchains;

    SchemaGoal(ToolchainManager toolchains) {
        this.toolchains = toolchains;
    }

    Path baseline() {
        return baseline.toPath();
    }

    /** Asks the application about itself and its baseline. */
    Answer ask(String what) throws MojoExecutionException {
        var answer = new BaselineFork(java(), classPath(), Path.of(project.getBuild().getDirectory()))
                .run(baseline(), what, compatibility, application);
        if (answer.isFailure()) {
            throw new MojoExecutionException("the events of " + application + " cannot be compared: "
                    + answer.errors().strip());
        }
        return answer;
    }

    private String classPath() throws MojoExecutionException {
        try {
            return String.join(File.pathSeparator, project.getTestClasspathElements());
        } catch (DependencyResolutionRequiredException e) {
            throw new MojoExecutionException("the project's dependencies are not resolved: " + e.getMessage(), e);
        }
    }

    /** The JDK of the build's toolchain, or else the one that Maven runs on. */
    private String java() {
        return Optional.ofNullable(toolchains.getToolchainFromBuildContext("jdk", session))
                .flatMap(jdk -> Optional.ofNullable(jdk.findTool("java")))
                .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }
}
