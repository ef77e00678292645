// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Event;
import io.thence.Events;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.bank.Desk;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.react.ReactionHandler;
import io.thence.store.Append;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.view.SqlView;
import io.thence.view.ViewDatabases;
import io.thence.view.ViewQuery;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** A store of an older application under one of today: what views and reactions see of renamed and split events. */
class EvolutionTest {

    record Placed(String order) {}

    record Line(String order, String stock) {}

    record Reserved(String stock, String order) {}

    record Reserve(String stock, String order) {}

    private static final Key<String> ORDER = Key.of("order");
    private static final Key<String> STOCK = Key.of("stock");

    private static final Events<Placed> ORDERS = Events.of(Placed.class)
            .type("order.placed", Placed.class, ORDER.of(Placed::order))
            .renamed(Placed.class, "order.begun")
            .retired("order.made")
            .split("order.made", Placed.class, 1, made -> List.of(made.objectNode().set("order", made.get("id"))));

    private static final Events<Line> LINES = Events.of(Line.class)
            .type("line.added", Line.class, ORDER.of(Line::order), STOCK.of(Line::stock))
            .retired("order.made.before")
            .retired("basket.made")
            .split("basket.made", Line.class, 1, EvolutionTest::lines);

    private static final Events<Reserved> STOCKS = Events.of(Reserved.class)
            .type("stock.reserved", Reserved.class, STOCK.of(Reserved::stock));

    private static final Decider<Reserve, Reserved> RESERVING = Decider.of(Reserve.class, STOCKS)
            .decide(reserve -> accept(new Reserved(reserve.stock(), reserve.order())));

    private static final Projection SOLD = Projection.sql("sold", 1,
                    "create table sold (what varchar primary key, times int default 0)")
            .on(Placed.class, (db, e) -> db.row("sold", "orders").add("times", 1))
            .on(Line.class, (db, e) -> db.row("sold", e.stock()).add("times", 1));

    private static final Reaction RESERVE = Reaction.named("reserve").sending(Reserve.class)
            .on(Line.class, (line, out) -> out.send(new Reserve(line.stock(), line.order())));

    private static final Application TODAY = Application.named("shop")
            .with(ORDERS, LINES, STOCKS, RESERVING, SOLD, RESERVE);

    private final SystemWorld world = new SystemWorld();
    private final EventStore store = LogStore.open(world, new MemoryDisk(), LogSettings.SMALL);
    private final Desk desk = Desk.on(TODAY, store, 1 << 20);

    @AfterEach
    void close() {
        store.close();
    }

    private static List<ObjectNode> lines(ObjectNode basket) {
        return basket.get("lines").valueStream().map(stock -> {
            var line = basket.objectNode();
            line.set("order", basket.get("id"));
            line.set("stock", stock);
            return line;
        }).toList();
    }

    private void stored(String type, int version, String json, String... keys) {
        store.append(Append.of(List.of(NewEvent.of(type, version, Stream.of(keys).map(KeyValue::parse).toList(),
                json.getBytes(StandardCharsets.UTF_8))), Origin.of("the first application")));
    }

    private void storeOfThePast() {
        stored("order.begun", 1, "{\"order\":\"6\"}", "order/6");
        stored("order.made", 1, "{\"id\":\"7\"}", "order/7");
        stored("basket.made", 1, "{\"id\":\"7\",\"lines\":[\"a\",\"b\",\"a\"]}", "order/7", "stock/a", "stock/b");
        stored("order.made.before", 1, "no JSON: nothing reads it", "order/7");
    }

    private static List<String> sold(SqlView view) {
        return ViewQuery.of(view).within(Duration.ZERO).list("select * from sold order by what",
                row -> row.text("what") + " " + row.number("times"));
    }

    @Test
    void the_application_has_no_problems() {
        assertThat(TODAY.check()).isEmpty();
    }

    @Test
    void a_view_sees_what_stored_events_were_renamed_and_split_into() {
        storeOfThePast();
        var view = new SqlView(SOLD, desk.in(world), ViewDatabases.embedded(new MemoryDisk()));
        while (view.step()) {
            assertThat(view.progress().failure()).isNull();
        }
        assertThat(sold(view)).containsExactly("a 2", "b 1", "orders 2");
        view.ended();
    }

    @Test
    void a_reaction_handles_every_piece_once_and_its_commands_have_ids_of_their_own() {
        storeOfThePast();
        for (int run = 0; run < 2; run++) {
            try (var reactor = ReactionHandler.processor(RESERVE, desk.in(world), desk.commands())) {
                reactor.start();
                assertThat(reactor.progress().await(4, Duration.ofSeconds(30))).isTrue();
            }
        }
        var reader = store.read(Query.types(Set.of("stock.reserved")),
                new Position(store.lineage(), 0), Direction.FORWARDS);
        List<Event<?>> reserved = reader.list(10).stream().flatMap(one -> desk.codec().events(one).stream()).toList();
        var basket = reserved.getFirst().origin().causation().orElseThrow().replaceAll("#.*", "");
        assertThat(reserved).extracting(event -> event.origin().causation().orElseThrow())
                .containsExactlyInAnyOrder(basket + "#1", basket + "#2", basket + "#3");
        assertThat(reserved).extracting(event -> event.id().text()).containsExactlyInAnyOrder(
                basket + "#1/reserve/0/0", basket + "#2/reserve/0/0", basket + "#3/reserve/0/0");
    }

    @Test
    void code_that_meets_a_newer_version_parks_its_key_and_the_newer_code_goes_on_from_there() {
        var disk = new MemoryDisk();
        storeOfThePast();
        stored("line.added", 2, "{\"order\":\"8\",\"stock\":\"c\"}", "order/8", "stock/c");
        var old = new SqlView(SOLD, desk.in(world), ViewDatabases.embedded(disk));
        while (old.step()) {
            assertThat(old.progress().failure()).isNull();
        }
        assertThat(old.parked()).hasSize(1);
        assertThat(old.parked().getFirst().toString()).startsWith("order/8 at position 5 (").contains("(line.added) at"
                + " position 5 is of version 2, this application knows up to 1: use a newer version of it");
        old.ended();
        var newer = Application.named("shop")
                .with(ORDERS, LINES.upcast(Line.class, v1 -> v1.without("comment")), STOCKS, RESERVING, SOLD);
        stored("line.added", 2, "{\"order\":\"8\",\"stock\":\"d\"}", "order/8", "stock/d");
        var view = new SqlView(SOLD, Desk.on(newer, store, 1 << 20).in(world),
                ViewDatabases.embedded(disk));
        while (view.step()) {
            assertThat(view.progress().failure()).isNull();
        }
        assertThat(sold(view)).containsExactly("a 2", "b 1", "c 1", "d 1", "orders 2");
        view.ended();
    }
}
