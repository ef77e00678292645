// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.MemoryProjection;
import io.thence.Projection;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** Events of a type that was split are seen as what they were split into, by all that reads them. */
class RetiredEventsTest {

    static final Key<String> ACCOUNT = Key.of("account");

    record Moved(String from, String to, long cents) {}

    record Move(String from, String to, long cents) {}

    static final Events<Moved> OLD = Events.of(Moved.class)
            .type("money.moved", Moved.class, ACCOUNT.each(moved -> List.of(moved.from(), moved.to())));

    static final Decider<Move, Moved> MOVING = Decider.of(Move.class, OLD)
            .decide(move -> accept(new Moved(move.from(), move.to(), move.cents())));

    sealed interface Booked {
        String account();

        long cents();
    }

    record Taken(String account, long cents) implements Booked {}

    record Given(String account, long cents) implements Booked {}

    static final Events<Booked> NEW = Events.of(Booked.class)
            .type("money.taken", Taken.class, ACCOUNT.of(Taken::account))
            .type("money.given", Given.class, ACCOUNT.of(Given::account))
            .retired("money.moved")
            .split("money.moved", Taken.class, 1, moved -> List.of(of("from", moved)))
            .split("money.moved", Given.class, 1, moved -> List.of(of("to", moved)));

    static final Fold<String, Long> BALANCE = Fold.by(ACCOUNT).from(0L)
            .on(Taken.class, (cents, taken) -> cents - taken.cents())
            .on(Given.class, (cents, given) -> cents + given.cents());

    static final Decider<Given, Booked> GIVING = Decider.of(Given.class, NEW).reading(BALANCE, Given::account)
            .decide((given, _) -> accept(given));

    static final Projection TABLE = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint)")
            .on(Taken.class, (tables, taken) -> tables.row("balances", taken.account()).add("cents", -taken.cents()))
            .on(Given.class, (tables, given) -> tables.row("balances", given.account()).add("cents", given.cents()));

    static final MemoryProjection<TreeMap<String, Long>> MODEL =
            Projection.<TreeMap<String, Long>>inMemory("model", TreeMap::new)
                    .on(Taken.class, (model, taken) -> model.merge(taken.account(), -taken.cents(), Long::sum))
                    .on(Given.class, (model, given) -> model.merge(given.account(), given.cents(), Long::sum));

    @TempDir
    private Path folder;

    private static ObjectNode of(String who, ObjectNode moved) {
        return moved.objectNode().put("account", moved.path(who).asString()).put("cents", moved.path("cents").asLong());
    }

    @Test
    void all_readers_see_the_parts() {
        var engine = Engine.at(folder);
        try (var bank = Thence.run(Application.named("bank").with(OLD, MOVING), engine)) {
            bank.send(new Move("anna", "bert", 5));
            bank.send(new Move("bert", "bert", 2));
        }
        try (var bank = Thence.run(Application.named("bank").with(NEW, GIVING, TABLE, MODEL), Engine.at(folder))) {
            var given = bank.send(new Given("anna", 7));

            assertThat(bank.read(BALANCE, "anna")).isEqualTo(2);
            assertThat(bank.read(BALANCE, "bert")).isEqualTo(5);
            assertThat(bank.query(TABLE).after(given).list("select * from balances order by 1",
                    row -> row.text("account") + " " + row.number("cents"))).containsExactly("anna 2", "bert 5");
            var model = bank.query(MODEL).after(given).read(TreeMap::toString);
            assertThat(model).isEqualTo("{anna=2, bert=5}");
            assertThat(bank.asOf(bank.store().head()).read(MODEL)).hasToString(model);
            assertThat(bank.history(BALANCE, "bert").list()).extracting(change -> change.event().type() + " "
                    + change.before() + " to " + change.after()).containsExactly("money.given 0 to 5",
                            "money.taken 5 to 3", "money.given 3 to 5");
        }
    }
}
