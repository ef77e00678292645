// SPDX-License-Identifier: Apache-2.0
package io.thence.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The goals in a project of a user's, run by Maven. It has a local repository of its own, in which is what was just
 * built; all else comes from the one of this build, as if that were a server.
 */
@Tag("packaged")
@Timeout(300)
class GoalsTest {

    private static final String VERSION = System.getProperty("thence.version", "");

    /** A shop whose saga has BOXES packed, and whose main lives through an order in a directory. */
    private static final String SHOP = """
            package app;

            import static io.thence.Decision.accept;

            import io.thence.Application;
            import io.thence.Ask;
            import io.thence.Decider;
            import io.thence.Events;
            import io.thence.Key;
            import io.thence.Next;
            import io.thence.Saga;
            import io.thence.run.Engine;
            import io.thence.run.Thence;
            import java.nio.file.Path;
            import java.time.Duration;

            final class Shop {
                sealed interface Done {}
                record Ordered(String order) implements Done {}
                record Packed(String order, int boxes) implements Done {}
                record Order(String order) {}
                record Pack(String order, int boxes) {}

                static final Key<String> ORDER = Key.of("order");
                static final Events<Done> EVENTS = Events.of(Done.class)
                        .type("order.ordered", Ordered.class, ORDER.of(Ordered::order))
                        .type("order.packed", Packed.class, ORDER.of(Packed::order));
                static final Ask<Integer, Pack> PACK = Ask.of("pack", Pack.class);
                static final Saga<String, Integer> PACKING = Saga.named("packing").by(ORDER).from(0)
                        .startsOn(Ordered.class, (n, e) -> Next.state(n).ask(PACK, new Pack(e.order(), BOXES)))
                        .on(PACK, Packed.class, (n, e) -> Next.state(n + e.boxes()).done())
                        .onRefused(PACK, (n, _) -> Next.state(n).done());
                static final Application APPLICATION = Application.named("shop").with(EVENTS,
                        Decider.of(Order.class, EVENTS).writing(Ordered.class)
                                .decide(c -> accept(new Ordered(c.order()))),
                        Decider.of(Pack.class, EVENTS).writing(Packed.class)
                                .decide(c -> accept(new Packed(c.order(), c.boxes()))),
                        PACKING);

                public static void main(String[] args) {
                    try (var shop = Thence.run(APPLICATION, Engine.at(Path.of(args[0])))) {
                        shop.send(new Order("o"));
                        if (!shop.saga(PACKING).await("o", Duration.ofMinutes(1))) {
                            throw new IllegalStateException("the order is not packed");
                        }
                    }
                }
            }
            """;


    @TempDir
    Path folder;

    private Path project;
    private String said = "";

    @BeforeEach
    void lay() throws IOException {
        project = Files.createDirectory(folder.resolve("bank"));
        pom("");
        var repository = folder.resolve("repository");
        Files.writeString(folder.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors>
                    <mirror>
                      <id>build</id>
                      <mirrorOf>*</mirrorOf>
                      <url>%s</url>
                    </mirror>
                  </mirrors>
                </settings>
                """.formatted(repository,
                Path.of(System.getProperty("thence.maven.repository", "")).toUri()));
        var root = Path.of("..").toAbsolutePath().normalize();
        put(repository, "thence-parent", root.resolve("pom.xml"), "pom");
        put(repository, "thence", root.resolve("library/pom.xml"), "pom");
        put(repository, "thence", root.resolve("library/target/thence-" + VERSION + ".jar"), "jar");
        put(repository, "thence-maven-plugin", root.resolve("maven/pom.xml"), "pom");
        put(repository, "thence-maven-plugin", root.resolve("maven/target/thence-maven-plugin-" + VERSION + ".jar"),
                "jar");
    }

    private void pom(String build) throws IOException {
        Files.writeString(project.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>app</groupId>
                  <artifactId>bank</artifactId>
                  <version>1</version>
                  <dependencies>
                    <dependency>
                      <groupId>io.thence</groupId>
                      <artifactId>thence</artifactId>
                      <version>%s</version>
                    </dependency>
                  </dependencies>
                  %s
                </project>
                """.formatted(VERSION, build));
    }

    private static void put(Path repository, String artifact, Path file, String kind) throws IOException {
        var at = repository.resolve("io/thence/" + artifact + "/" + VERSION);
        Files.createDirectories(at);
        Files.copy(file, at.resolve(artifact + "-" + VERSION + "." + kind));
    }

    private void compileBank(String component, String more) throws IOException {
        compile("Bank.java", """
                package app;

                import io.thence.Application;
                import io.thence.Events;

                final class Bank {
                    record Deposited(String account, %s) {}

                    static final Application APPLICATION = Application.named("bank").with(
                            Events.of(Deposited.class).type("account.deposited", Deposited.class)%s);
                }
                """.formatted(component, more));
    }

    private void compileShop(int boxes) throws IOException {
        compile("Shop.java", SHOP.replace("BOXES", Integer.toString(boxes)));
    }

    private void compile(String name, String text) throws IOException {
        var source = folder.resolve(name);
        Files.writeString(source, text);
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d",
                project.resolve("target/classes").toString(), "-cp", System.getProperty("java.class.path"),
                source.toString());
        assertThat(failed).isZero();
    }

    private int mvn(String goal, String... options) throws IOException, InterruptedException {
        return build("io.thence:thence-maven-plugin:" + VERSION + ":" + goal, options);
    }

    private int build(String goal, String... options) throws IOException, InterruptedException {
        var home = Path.of(System.getProperty("thence.maven.home", ""));
        var command = new ArrayList<>(List.of(home.resolve("bin/mvn").toString(), "-B", "-s", folder.resolve(
                "settings.xml").toString(), goal));
        Stream.of(options).forEach(command::add);
        var log = folder.resolve("mvn.log");
        var process = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().remove("MAVEN_OPTS");
        int code = process.start().waitFor();
        said = Files.readString(log);
        return code;
    }

    @Test
    void a_release_is_accepted_and_every_later_build_is_held_to_it() throws Exception {
        var application = "-Dthence.application=app.Bank#APPLICATION";
        var baseline = project.resolve("events.baseline.json");
        compileBank("int cents", "");
        assertThat(mvn("check-schema", application)).as(said).isEqualTo(1);
        assertThat(said).contains("there is no baseline " + baseline + ": write it once by"
                + " mvn io.thence:thence-maven-plugin:accept-schema " + application + ", and commit it");
        assertThat(mvn("accept-schema", application)).as(said).isZero();
        assertThat(baseline).content().startsWith("{\n  \"format\": 1,\n  \"application\": \"bank\",");
        assertThat(mvn("check-schema", application)).as(said).isZero();

        compileBank("long euros", "");
        assertThat(mvn("check-schema", application)).isEqualTo(1);
        assertThat(said).contains("account.deposited: 'cents' was removed without an upcast");
        assertThat(mvn("accept-schema", application)).as(said).isEqualTo(1);
        assertThat(baseline).content().contains("cents");

        compileBank("long euros",
                ".upcast(Deposited.class, v1 -> v1.put(\"euros\", v1.remove(\"cents\").asLong() / 100))");
        assertThat(mvn("check-schema", application)).as(said).isZero();
        assertThat(mvn("check-schema", application, "-Dthence.compatibility=FULL")).isEqualTo(1);
        assertThat(said).contains("account.deposited: is stored in version 2, and released code reads up to 1");
        assertThat(mvn("accept-schema", application)).as(said).isZero();
        assertThat(baseline).content().contains("\"1\": {").contains("\"2\": {");

        assertThat(mvn("check-schema")).isEqualTo(1);
        assertThat(said).contains("which application? Name the static field that holds it, by"
                + " -Dthence.application=com.example.Bank#APPLICATION");
        assertThat(mvn("check-schema", "-Dthence.application=app.Bank#NONE")).isEqualTo(1);
        assertThat(said).contains("app.Bank has no field NONE: name the static field that holds the application");
    }

    @Test
    void in_a_build_that_binds_it_as_the_docs_say_its_goals_have_short_names() throws Exception {
        var docs = Files.readString(Path.of("..", "docs", "events.md"));
        var plugin = docs.substring(docs.indexOf("<plugin>"), docs.indexOf("</plugin>") + "</plugin>".length());
        pom("<build><plugins>" + plugin.replace("com.example.Bank", "app.Bank") + "</plugins></build>");
        assertThat(build("thence:check-schema")).isEqualTo(1);
        assertThat(said).contains("there is no " + project.resolve("target/classes") + ": compile first");

        compileBank("int cents", "");
        assertThat(build("thence:check-schema")).as(said).isEqualTo(1);
        assertThat(said).contains("accept-schema -Dthence.application=app.Bank#APPLICATION, and commit it");
        assertThat(build("thence:accept-schema")).as(said).isZero();
        assertThat(project.resolve("events.baseline.json")).content().contains("account.deposited");
    }

    private void live(Path data) throws Exception {
        var path = project.resolve("target/classes") + File.pathSeparator + System.getProperty("java.class.path");
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                path, "app.Shop", data.toString()).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void what_sagas_did_is_run_through_new_code() throws Exception {
        var application = "-Dthence.application=app.Shop#APPLICATION";
        var data = folder.resolve("data");
        var histories = "-Dthence.histories=" + data;
        assertThat(mvn("check-histories", application)).isEqualTo(1);
        assertThat(said).contains("mvn test-compile io.thence:thence-maven-plugin:check-histories");
        compileShop(1);
        assertThat(mvn("check-histories", application)).isEqualTo(1);
        assertThat(said).contains("which histories? Name the directory of a backup, by"
                + " -Dthence.histories=/backups/bank, or by <histories>");
        assertThat(mvn("check-histories", application, histories)).isEqualTo(1);
        assertThat(said).contains("cannot be run through app.Shop#APPLICATION: ").contains(data.toString());

        live(data);
        assertThat(mvn("check-histories", application, histories)).as(said).isZero();
        assertThat(said).contains("packing: 0 differences in 2 steps of 1 instances");
        compileShop(2);
        assertThat(mvn("check-histories", application, histories)).isEqualTo(1);
        assertThat(said).contains("the sagas of app.Shop#APPLICATION do otherwise than they did:")
                .contains("packing: 1 difference in 2 steps of 1 instances")
                .contains("what is asked was pack {\"order\":\"o\",\"boxes\":1}, and is now pack"
                        + " {\"order\":\"o\",\"boxes\":2}")
                .contains("If that is wanted, look at the instances that go on: what was done stays done");
        compileShop(1);
        assertThat(mvn("check-histories", application, histories, "-Dthence.together=0")).isEqualTo(1);
        assertThat(said).contains("1 instances were left out");
    }
}
