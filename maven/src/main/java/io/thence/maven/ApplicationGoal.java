// SPDX-License-Identifier: Apache-2.0
package io.thence.maven;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/** What all goals have in common: which application, and how it is asked. */
@SuppressWarnings("NullAway.Init") // Maven sets the fields
abstract class ApplicationGoal extends AbstractMojo {

    /** The static field that holds the application, such as {@code com.example.Bank#APPLICATION}: always needed. */
    @Parameter(property = "thence.application")
    private @Nullable String application;

    @Parameter(defaultValue = "${project}", readonly = true)
    private MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true)
    private MavenSession session;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true)
    private MojoExecution execution;

    private final ToolchainManager toolchains;

    ApplicationGoal(ToolchainManager toolchains) {
        this.toolchains = toolchains;
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
                    + " mvn test-compile io.thence:thence-maven-plugin:" + execution.getGoal());
        }
        return application;
    }

    /** Asks the application by a process of the library's, with {@code input} where there is some. */
    Answer ask(String process, Optional<Path> input, String... arguments) throws MojoExecutionException {
        return new ApplicationFork(java(), classPath(), Path.of(project.getBuild().getDirectory()))
                .run(process, input, arguments);
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
