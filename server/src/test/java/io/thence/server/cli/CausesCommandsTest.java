// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Application;
import io.thence.CommandId;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.Origin;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.event.Json;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code history} and {@code why}, of a shelf whose things are ordered when they run low. */
@Timeout(60)
class CausesCommandsTest {

    sealed interface ShelfEvent {}

    record Taken(String shelf, String thing) implements ShelfEvent {}

    record Ordered(String shelf, String thing) implements ShelfEvent {}

    record Take(String shelf, String thing) {}

    record Order(String shelf, String thing) {}

    static final Key<String> SHELF = Key.of("shelf");
    static final Events<ShelfEvent> EVENTS = Events.of(ShelfEvent.class)
            .type("thing.taken", Taken.class, SHELF.of(Taken::shelf))
            .type("thing.ordered", Ordered.class, SHELF.of(Ordered::shelf));
    static final Decider<Take, ShelfEvent> TAKING =
            Decider.of(Take.class, EVENTS).decide(take -> accept(new Taken(take.shelf(), take.thing())));
    static final Decider<Order, ShelfEvent> ORDERING = Decider.of(Order.class, EVENTS).writing(Ordered.class)
            .decide(order -> accept(new Ordered(order.shelf(), order.thing())));
    static final Reaction REORDER = Reaction.named("reorder").sending(Order.class)
            .on(Taken.class, (taken, out) -> out.send(new Order(taken.shelf(), taken.thing())));

    @TempDir
    Path folder;

    private final CommandLine line = new CommandLine();

    @BeforeEach
    void write() {
        var application = Application.named("pantry").with(EVENTS, TAKING, ORDERING, REORDER);
        try (var pantry = Thence.run(application, Engine.at(folder))) {
            take(pantry, "t1", "jam", "2020-01-01T00:00:00Z");
            take(pantry, "t2", "tea", "2020-01-02T00:00:00Z");
        }
        var event = NewEvent.of("thing.taken", 1, List.of(), "{}".getBytes(StandardCharsets.UTF_8));
        try (var disk = new FileDisk(folder); var log = LogStore.open(new SystemWorld(), disk, LogSettings.DEFAULT)) {
            log.append(Append.of(List.of(event), Origin.of("scale").causedBy("a bump"))); // no reaction comes to it
        }
    }

    private static void take(Thence pantry, String id, String thing, String time) {
        var taken = pantry.send(new Take("top", thing), Send.as(id).at(Instant.parse(time)));
        assertThat(pantry.await(REORDER, taken.position(), Duration.ofMinutes(1))).isTrue();
    }

    private List<JsonNode> run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString(), "--json"));
        assertThat(line.run(all.toArray(String[]::new))).as(line.said()).isZero();
        return line.printed().lines().map(json -> Json.tree(json.getBytes(StandardCharsets.UTF_8), "a line")).toList();
    }

    private List<String> shown(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        assertThat(line.run(all.toArray(String[]::new))).as(line.said()).isZero();
        return line.printed().lines().toList();
    }

    @Test
    void historyTellsWhatHappenedToOneThingAndWhatLedToIt() {
        var lines = shown("history", "--key", "shelf/top");
        assertThat(lines).hasSize(5);
        assertThat(lines.getFirst().split(" {2,}")).containsExactly("position", "time", "type", "command", "led to by",
                "data");
        assertThat(lines.get(1).strip().split(" {2,}")).containsExactly("1", "2020-01-01T00:00:00Z", "thing.taken",
                "t1", "-", "{\"shelf\":\"top\",\"thing\":\"jam\"}");
        assertThat(lines.get(2).strip().split(" {2,}")).hasSize(6).startsWith("2").contains("thing.ordered",
                "t1/0/reorder/0", "thing.taken 1");
        assertThat(lines.get(4)).contains("t2/0/reorder/0", "thing.taken 3");
    }

    @Test
    void historyIsToldInPages() {
        assertThat(run("history", "--key", "shelf/top", "--limit", "3")).extracting(event -> event.path("id")
                .asString()).containsExactly("t1/0", "t1/0/reorder/0/0", "t2/0");
        assertThat(line.said()).contains("there may be more: --after 3");
        var last = run("history", "--key", "shelf/top", "--after", "3", "--limit", "3").getFirst();
        assertThat(last.path("command").asString()).isEqualTo("t2/0/reorder/0");
        assertThat(Json.text(last.path("cause"))).isEqualTo(
                "{\"kind\":\"event\",\"id\":\"t2/0\",\"type\":\"thing.taken\",\"position\":3}");
        assertThat(last.path("correlation").asString()).isEqualTo("t2/0");
        assertThat(line.said()).isEmpty();
        assertThat(run("history", "--key", "shelf/none")).isEmpty();
    }

    @Test
    void whyTellsTheTreeOfCausesAndEffects() {
        assertThat(shown("why", "t1/0")).containsExactly(
                "command t1",
                "  * thing.taken at position 1, 2020-01-01T00:00:00Z, shelf/top  t1/0"
                        + "  {\"shelf\":\"top\",\"thing\":\"jam\"}",
                "    command t1/0/reorder/0",
                "      " + text(2));
        assertThat(shown("why", "--position", "2")).containsExactly(
                "command t1",
                "  thing.taken at position 1, 2020-01-01T00:00:00Z, shelf/top  t1/0"
                        + "  {\"shelf\":\"top\",\"thing\":\"jam\"}",
                "    command t1/0/reorder/0",
                "      * " + text(2));
        assertThat(shown("why", "--position", "5")).hasSize(2).startsWith("a bump, of which the log has nothing");
    }

    private String text(long position) {
        var event = new CommandLine();
        assertThat(event.run("read", "--data", folder.toString(), "--json", "--after", String.valueOf(position - 1),
                "--limit", "1")).isZero();
        var json = Json.tree(event.printed().getBytes(StandardCharsets.UTF_8), "a line");
        return "thing.ordered at position 2, " + json.path("time").asString() + ", shelf/top  t1/0/reorder/0/0"
                + "  {\"shelf\":\"top\",\"thing\":\"jam\"}";
    }

    @Test
    void whyHasAStableShapeForPrograms() {
        var why = run("why", "t1/0").getFirst();
        assertThat(why.propertyNames()).containsExactly("id", "complete", "causes", "event", "effects");
        assertThat(why.path("complete").asBoolean()).isTrue();
        assertThat(Json.text(why.path("causes"))).isEqualTo("[{\"kind\":\"command\",\"id\":\"t1\"}]");
        assertThat(Json.text(why.path("event"))).isEqualTo("{\"kind\":\"event\",\"position\":1,\"id\":\"t1/0\","
                + "\"type\":\"thing.taken\",\"version\":1,\"time\":\"2020-01-01T00:00:00Z\",\"source\":\"pantry\","
                + "\"keys\":[\"shelf/top\"],\"data\":{\"shelf\":\"top\",\"thing\":\"jam\"}}");
        assertThat(Json.text(why.path("effects").get(0))).isEqualTo("{\"depth\":1,\"cause\":\"t1/0\","
                + "\"kind\":\"command\",\"id\":\"t1/0/reorder/0\"}");
        assertThat(why.path("effects").get(1).path("depth").asInt()).isEqualTo(2);
        assertThat(why.path("effects").get(1).path("cause").asString()).isEqualTo("t1/0/reorder/0");
        assertThat(why.path("effects").get(1).path("id").asString())
                .isEqualTo(new CommandId("t1/0/reorder/0").event(0).text());
        assertThat(why.path("effects")).hasSize(2);

        var cut = run("why", "t1/0", "--limit", "1").getFirst();
        assertThat(cut.path("effects")).hasSize(1);
        assertThat(cut.path("complete").asBoolean()).isFalse();
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(line.run("why", "nobody/0", "--data", folder.toString())).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("the log has no event with the id nobody/0").contains("--position");
        assertThat(line.run("why", "--position", "6", "--data", folder.toString())).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("the log has no event at position 6").contains("the head is 5");
        assertThat(line.run("why", "--data", folder.toString())).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("say which event: by its id, or by --position N");
        assertThat(line.run("history", "--data", folder.toString())).isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("--key");
        assertThat(line.run("history", "--key", "shelf/top", "--limit", "0", "--data", folder.toString()))
                .isEqualTo(Subcommand.USAGE);
        assertThat(line.said()).contains("--limit is from 1 to 10000, not 0");
    }
}
