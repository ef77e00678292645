// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Deployment;
import io.thence.EventId;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.Source;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.StartRefused;
import io.thence.ThenceException.Stopped;
import io.thence.bank.PassingWorld;
import io.thence.club.Club;
import io.thence.club.ClubCommand.Join;
import io.thence.club.ClubCommand.Visit;
import io.thence.club.ClubEvent;
import io.thence.club.ClubEvent.Joined;
import io.thence.club.ClubEvent.Visited;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.Retention;
import io.thence.world.FileDisk;
import io.thence.world.Machine;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static io.thence.club.Club.HOUSE;
import static io.thence.club.Club.MEMBER;
import static io.thence.club.Club.MEMBERS;
import static io.thence.club.Club.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A club and its post office over one store. */
@Timeout(60)
class DeployedTest {

    record Sent(String house, int letters) {}

    record Post(String house, int letters) {}

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Events<Sent> EVENTS = Events.of(Sent.class).type("letter.sent", Sent.class,
            HOUSE.of(Sent::house));
    private static final Fold<String, Integer> LETTERS = Fold.by(HOUSE).from(0)
            .on(Sent.class, (letters, e) -> letters + e.letters()).named("letters").snapshotEvery(1);
    private static final Decider<Post, Sent> POSTING = Decider.of(Post.class, EVENTS).reading(LETTERS, Post::house)
            .decide((c, _) -> accept(new Sent(c.house(), c.letters())));
    private static final Reaction POSTMAN = Reaction.named("postman").sending(Post.class)
            .on(Joined.class, (_, out) -> out.send(new Post("main", 1)));
    private static final Projection ADDRESSES = Projection.sql("addresses", 1,
                    "create table addresses (member varchar primary key, email varchar, visits int)")
            .on(Joined.class, (tables, e) -> tables.row("addresses", tables.filed(MEMBER)).set("email", e.email()))
            .on(Visited.class, (tables, _) -> tables.row("addresses", tables.filed(MEMBER)).add("visits", 1))
            .onErased(MEMBER, (tables, member) -> tables.row("addresses", member).set("email", ""))
            .onAnnulled(Joined.class, (tables, _) -> tables.row("addresses", tables.filed(MEMBER)).set("email", ""));
    private static final Application POST = Application.named("post").with(EVENTS, POSTING, POSTMAN, ADDRESSES)
            .with(Club.EVENTS, Source.named("club").bringing(ClubEvent.class));
    private static final Deployment BOTH = Deployment.named("both").with(Club.APPLICATION, POST);
    private static final LogSettings TINY = new LogSettings(4 << 10, 1 << 10, 1 << 10, 16, 64, 512, 64);

    @TempDir
    private Path folder;

    private Path data() {
        return folder.resolve("data");
    }

    private Deployed run() {
        return Deployed.run(BOTH, Engine.at(data()));
    }

    private static void join(Deployed both, String email) {
        both.of("club").send(new Join(email, "Q. " + email, Optional.empty(), BigDecimal.ONE), Send.as(id(email)));
    }

    private static String id(String email) {
        return "join/" + email.hashCode();
    }

    private static int letters(Deployed both) {
        both.of("post").await(POSTMAN, both.of("post").store().head(), LONG);
        return both.of("post").read(LETTERS, "main");
    }

    private static List<String> rows(Thence thence, Projection projection) {
        return thence.query(projection).upTo(thence.store().head()).within(LONG)
                .list("select email from " + projection.name() + " order by email", row -> row.text("email"));
    }

    @Test
    void one_hears_what_the_other_writes_and_keeps_to_its_own() {
        try (var both = run()) {
            join(both, "ann@club.example");
            assertThat(letters(both)).isEqualTo(1);
            assertThat(both.of("post").deployed()).isSameAs(both);
            assertThatThrownBy(() -> both.of("post").send(new Visit("ann@club.example", 3)))
                    .isInstanceOf(BadRequest.class);
            assertThatThrownBy(() -> both.of("bank")).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("not among those that run here, [club, post]");
            assertThat(Thence.run(Club.APPLICATION, Engine.inMemory()).deployed().applications()).hasSize(1);
        }
    }

    @Test
    void each_may_be_closed_first_and_the_last_frees_the_directory() {
        for (var first : List.of("club", "post", "both", "both")) {
            var both = run();
            join(both, both.of("club").store().head().number() + "@club.example");
            assertThat(letters(both)).isPositive();
            if (!first.equals("both")) {
                both.of(first).close();
                both.of(first).close();
                assertThatThrownBy(this::run).isInstanceOf(InUse.class);
                goesOn(both.applications().get(first.equals("club") ? 1 : 0));
            }
            both.close();
            both.close();
        }
        try (var both = run()) {
            assertThat(letters(both)).isEqualTo(5);
            assertThat(rows(both.of("post"), ADDRESSES)).isEqualTo(rows(both.of("club"), MEMBERS)).hasSize(5);
        }
    }

    /** One that runs while the other is closed. */
    private static void goesOn(Thence other) {
        if (other.application().equals(POST)) {
            other.send(new Post("annex", 2));
            assertThat(other.read(LETTERS, "annex")).isEqualTo(2);
        } else {
            join(other.deployed(), "late@club.example");
            assertThat(rows(other, MEMBERS)).contains("late@club.example");
        }
        other.close();
    }

    @Test
    void a_person_is_forgotten_in_all_of_them() throws IOException {
        try (var both = run()) {
            join(both, ForgettingTest.EMAIL);
            join(both, "ann@club.example");
            assertThat(rows(both.of("post"), ADDRESSES)).hasSize(2);
            assertThat(rows(both.of("club"), MEMBERS)).hasSize(2);
            assertThat(both.of("post").forget(MEMBER, ForgettingTest.EMAIL).views())
                    .containsExactlyInAnyOrder("members", "addresses");
            assertThat(both.of("club").read(NAME, ForgettingTest.EMAIL)).as("a hot state of the other").isEmpty();
            for (var each : both.applications()) {
                var projection = each.application().projections().getFirst();
                assertThat(rows(each, projection)).containsExactly("", "ann@club.example");
            }
            assertThat(Remains.found(data(), List.of(ForgettingTest.EMAIL))).isEmpty();
        }
    }

    @Test
    void nobody_is_forgotten_by_half() {
        try (var both = run()) {
            join(both, ForgettingTest.EMAIL);
            both.of("post").close();
            assertThatThrownBy(() -> both.of("club").forget(MEMBER, ForgettingTest.EMAIL)).isInstanceOf(Stopped.class)
                    .hasMessageContaining("nothing was done");
            assertThat(both.of("club").read(NAME, ForgettingTest.EMAIL)).isNotEmpty();
        }
        try (var both = run()) {
            assertThat(both.of("club").forget(MEMBER, ForgettingTest.EMAIL).repeated()).isFalse();
        }
    }

    @Test
    void one_that_runs_alone_leaves_what_is_personal_for_the_other_as_it_is() {
        var plain = Application.named("plain").with(EVENTS, POSTING);
        try (var both = run()) {
            join(both, ForgettingTest.EMAIL);
        }
        try (var alone = Thence.run(plain, Engine.at(data()))) {
            alone.send(new Post("annex", 2));
        }
        try (var both = run()) {
            assertThat(both.of("club").read(NAME, ForgettingTest.EMAIL)).isNotEmpty();
        }
        try (var alone = Thence.run(plain, Engine.at(data()))) {
            alone.send(new Post("annex", 2));
        }
        var forgotten = AtRest.forget(Engine.at(data()), MEMBER.value(ForgettingTest.EMAIL));
        assertThat(forgotten.events()).isEqualTo(1);
    }

    @Test
    void nothing_is_annulled_that_one_of_them_could_not_follow() {
        try (var both = run()) {
            join(both, "ann@club.example");
            assertThatThrownBy(() -> both.of("post").annul(List.of(new EventId(id("ann@club.example") + "/0")), "bob",
                    "wrong")).isInstanceOf(BadRequest.class).hasMessageContaining("projection 'members'");
            assertThat(both.of("club").read(NAME, "ann@club.example")).isNotEmpty();
        }
    }

    @Test
    void nothing_is_removed_that_one_of_them_needs_be_it_closed() {
        var retaining = new CompactionSettings(Duration.ZERO, Duration.ZERO,
                List.of(Retention.ofAge("house", Duration.ZERO)));
        var readers = List.of(
                Projection.sql("slow", 1, "create table slow (n int primary key)").on(Sent.class, (_, _) -> {}),
                Reaction.named("slow").on(Sent.class, (_, _) -> {}));
        for (var slow : readers) {
            var other = Application.named("other").with(slow, EVENTS, Source.named("post").bringing(Sent.class));
            var post = Application.named("post").with(EVENTS, POSTING);
            var engine = new Engine(new SystemWorld(), new FileDisk(folder.resolve(slow.getClass().getSimpleName())),
                    TINY, 1 << 20);
            try (var both = Deployed.run(Deployment.named("both").with(post, other), engine)) {
                both.of("other").await(slow, both.of("other").store().head(), LONG);
                both.of("other").close();
                for (int i = 0; i < 200; i++) {
                    both.of("post").send(new Post("main", 1));
                }
                var compaction = both.of("post").compact(retaining);
                assertThat(compaction.await(LONG)).isTrue();
                assertThat(compaction.progress().failure()).isEmpty();
                assertThat(compaction.progress().removed()).as("%s", slow).isZero();
            }
        }
    }

    /** A world in which one machine cannot be started, and which knows what runs. */
    private record Narrow(World world, String refused, List<String> runs) implements PassingWorld {
        @Override
        public Running start(String name, Machine machine) {
            if (name.contains(refused)) {
                throw new OutOfMemoryError("no thread for " + name);
            }
            var running = world.start(name, machine);
            runs.add(name);
            return () -> {
                running.stop();
                runs.remove(name);
            };
        }
    }

    @Test
    void a_start_that_fails_half_way_leaves_nothing_that_runs() {
        for (var machine : List.of("snapshots", "members", "addresses", "forgetting", "postman")) {
            var world = new Narrow(new SystemWorld(), machine, new CopyOnWriteArrayList<>());
            var narrow = new Engine(world, new FileDisk(data()), TINY, 1 << 20);
            assertThatThrownBy(() -> Deployed.run(BOTH, narrow)).as(machine).isInstanceOf(OutOfMemoryError.class)
                    .hasMessageContaining(machine);
            assertThat(world.runs()).as(machine).isEmpty();
        }
        try (var both = run()) {
            join(both, "ann@club.example");
            assertThat(letters(both)).isEqualTo(1);
        }
    }

    @Test
    void what_does_not_go_together_does_not_start() {
        var twice = Deployment.named("twice").with(Club.APPLICATION, POST.with(MEMBERS));
        assertThatThrownBy(() -> Deployed.run(twice, Engine.at(data()))).isInstanceOf(StartRefused.class)
                .hasMessageContaining("application 'twice' cannot start")
                .hasMessageContaining("members: applications 'club' and 'post' both have a part of this name");
        assertThat(data().resolve("log")).doesNotExist();
    }
}
