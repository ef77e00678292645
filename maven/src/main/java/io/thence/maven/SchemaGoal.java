// SPDX-License-Identifier: Apache-2.0
package io.thence.maven;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/** What the goals about events have in common: which application, and where its baseline is. */
@SuppressWarnings("NullAway.Init") // Maven sets the fields
abstract class SchemaGoal extends AbstractMojo {

    /** The static field that holds the application, such as {@code com.example.Bank#APPLICATION}: always needed. */
    @Parameter(property = "thence.application")
    private @Nullable String application;

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

    /** The application, as it is named; it is compiled. */
    String application() throws MojoExecutionException {
        if (application == null) {
            throw new MojoExecutionException("which application? Name the static field that holds it, by"
                    + " -Dthence.application=com.example.Bank#APPLICATION, or by <application> in the configuration of"
                    + " thence-maven-plugin");
        }
        var classes = project.getBuild().getOutputDirectory();
        if (!Files.isDirectory(Path.of(classes))) {
            throw new MojoExecutionException("there is no " + classes + ": compile first, in the same call, as in"
                    + " mvn test-compile io.thence:thence-maven-plugin:check-schema");
        }
        return application;
    }

    /** Asks the application about itself and its baseline. */
    Answer ask(String what) throws MojoExecutionException {
        var answer = new BaselineFork(java(), classPath(), Path.of(project.getBuild().getDirectory()))
                .run(baseline(), what, compatibility, application());
        if (answer.isFailure()) {
            throw new MojoExecutionException("the events of " + application() + " cannot be compared: "
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
