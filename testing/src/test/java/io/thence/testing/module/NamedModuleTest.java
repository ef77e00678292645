// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.module;

import io.thence.testing.child.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that is a named module, and opens its package, runs with the library as a module too. */
class NamedModuleTest {

    private static final String MODULE = """
            module club {
                requires io.thence;
                opens club;
            }
            """;

    private static final String CLUB = """
            package club;

            import io.thence.Application;
            import io.thence.Breaker;
            import io.thence.Decider;
            import io.thence.Decision;
            import io.thence.Events;
            import io.thence.Fold;
            import io.thence.Key;
            import io.thence.Outcome;
            import io.thence.Policy;
            import io.thence.Projection;
            import io.thence.Reaction;
            import io.thence.run.Engine;
            import io.thence.run.Thence;
            import java.time.Duration;
            import java.util.List;
            import java.util.Optional;

            final class Club {
                sealed interface Happened {
                    record Joined(String member, int year, Optional<String> by, List<Tag> tags) implements Happened {}
                }
                record Tag(String name) {}
                record Join(String member, int year) {}
                record Members(int count, List<Tag> tags) {}

                static final Key<String> MEMBER = Key.of("member");
                static final Events<Happened> EVENTS = Events.of(Happened.class)
                        .type("joined", Happened.Joined.class, MEMBER.of(Happened.Joined::member));
                static final Fold<String, Members> MEMBERS = Fold.by(MEMBER).from(new Members(0, List.of()))
                        .on(Happened.Joined.class, (all, e) -> new Members(all.count() + 1, e.tags()))
                        .named("members").snapshotEvery(1);
                static final Projection TABLE = Projection.sql("years", 1,
                                "create table years (member varchar primary key, year_joined bigint)")
                        .on(Happened.Joined.class, (db, e) -> db.row("years", e.member()).set("year_joined", e.year()));

                static final Reaction GREETER = Reaction.named("greeter").policy(Policy.DEFAULT
                                .breaker(Breaker.DEFAULT).bulkhead(8).rate(100, Duration.ofSeconds(1))
                                .timeLimit(Duration.ofSeconds(10)))
                        .on(Happened.Joined.class, (joined, out) -> System.out.println("hello " + joined.member()));

                public static void main(String[] arguments) {
                    var app = Application.named("club").with(EVENTS, TABLE, GREETER, Decider.of(Join.class, EVENTS)
                            .reading(MEMBERS, Join::member).decide((c, known) -> known.count() > 0
                                    ? Decision.refuse("is in")
                                    : Decision.accept(new Happened.Joined(c.member(), c.year(), Optional.of("me"),
                                            List.of(new Tag("new"))))));
                    try (var club = Thence.run(app, Engine.inMemory())) {
                        var outcome = club.send(new Join("ann", 1999));
                        club.await(GREETER, club.store().head(), Duration.ofMinutes(1));
                        System.out.println(outcome instanceof Outcome.Accepted);
                        System.out.println(club.send(new Join("ann", 2000)) instanceof Outcome.Refused);
                        System.out.println(club.read(MEMBERS, "ann"));
                        System.out.println(club.history(MEMBERS, "ann").list().getFirst().event().data());
                        System.out.println(club.query(TABLE).after(outcome).<Long>one("select year_joined from years",
                                row -> row.number("year_joined")));
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    private static String modulePath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> Files.exists(Path.of(entry)) && !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void it_needs_no_more_than_an_open_package() throws IOException, InterruptedException {
        var sources = Files.createDirectories(folder.resolve("src/club"));
        var module = Files.writeString(folder.resolve("src/module-info.java"), MODULE);
        var club = Files.writeString(sources.resolve("Club.java"), CLUB);
        var classes = folder.resolve("classes");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-p", modulePath(), "-d",
                classes.toString(), module.toString(), club.toString())).as("compiler's exit code").isZero();

        var told = ChildJvm.run(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-p", modulePath() + File.pathSeparator + classes, "-m", "club/club.Club"));

        assertThat(told.lines().filter(line -> !line.startsWith("WARNING") && !line.startsWith("SLF4J")))
                .containsExactly("hello ann", "true", "true",
                "Members[count=1, tags=[Tag[name=new]]]",
                "Joined[member=ann, year=1999, by=Optional[me], tags=[Tag[name=new]]]", "1999");
    }
}
