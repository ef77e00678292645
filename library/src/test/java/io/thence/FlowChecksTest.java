// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.Problem.Severity;
import io.thence.ThenceException.BadRequest;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an application's parts lead to is followed over what they declare. */
class FlowChecksTest {

    sealed interface OrderEvent {
        record Paid(String order) implements OrderEvent {}

        record Packed(String order) implements OrderEvent {}

        record Sent(String order) implements OrderEvent {}
    }

    record Pay(String order) {}

    record Pack(String order) {}

    record Send(String order) {}

    private static final Key<String> ORDER = Key.of("order");
    private static final Events<OrderEvent> EVENTS = Events.of(OrderEvent.class)
            .type("order.paid", OrderEvent.Paid.class, ORDER.of(OrderEvent.Paid::order))
            .type("order.packed", OrderEvent.Packed.class, ORDER.of(OrderEvent.Packed::order))
            .type("order.sent", OrderEvent.Sent.class, ORDER.of(OrderEvent.Sent::order));

    private static final Decider<Pay, OrderEvent> PAYING = Decider.of(Pay.class, EVENTS)
            .writing(OrderEvent.Paid.class).decide(pay -> accept(new OrderEvent.Paid(pay.order())));
    private static final Decider<Pack, OrderEvent> PACKING = Decider.of(Pack.class, EVENTS)
            .writing(OrderEvent.Packed.class).decide(pack -> accept(new OrderEvent.Packed(pack.order())));
    private static final Decider<Send, OrderEvent> SENDING = Decider.of(Send.class, EVENTS)
            .writing(OrderEvent.Sent.class).decide(send -> accept(new OrderEvent.Sent(send.order())));

    private static final Reaction PACKER = Reaction.named("packer").sending(Pack.class)
            .on(OrderEvent.Paid.class, (paid, out) -> out.send(new Pack(paid.order())));
    private static final Reaction SENDER = Reaction.named("sender").sending(Send.class)
            .on(OrderEvent.Packed.class, (packed, out) -> out.send(new Send(packed.order())));

    private static final String MEND = "add a decider that does, or name them in writing(..) of the one that does;"
            + " where they come in by another way, add a Source, and where books are closed by them, say closedBy(..)"
            + " on the fold";

    private static List<Problem> check(Part... parts) {
        return Application.named("orders").with(EVENTS).with(parts).check();
    }

    @Test
    void what_nothing_writes_is_a_warning() {
        var sent = Projection.sql("sent", 1).on(OrderEvent.class, (_, _) -> {});
        var mail = Reaction.named("mail").on(OrderEvent.Sent.class, (_, _) -> {});
        var seen = Projection.inMemory("seen", ArrayList<String>::new).on(OrderEvent.Paid.class, (_, _) -> {});
        assertThat(check(PAYING, sent, mail, seen)).containsExactly(
                new Problem(Severity.WARNING, "sent", CodePlace.UNKNOWN,
                        "it reads order.packed, order.sent, and nothing in the application declares to write them",
                        MEND),
                new Problem(Severity.WARNING, "mail", CodePlace.UNKNOWN,
                        "it reads order.sent, and nothing in the application declares to write it", MEND));
    }

    @Test
    void what_comes_in_by_another_way_is_declared_by_a_source() {
        var sent = Projection.sql("sent", 1).on(OrderEvent.class, (_, _) -> {});
        var carrier = Source.named("carrier-files").bringing(OrderEvent.Sent.class);
        assertThat(check(PAYING, sent, carrier)).extracting(Problem::what).containsExactly(
                "it reads order.packed, and nothing in the application declares to write it");
        assertThat(check(sent, Source.named("old-shop").bringing(OrderEvent.class))).isEmpty();

        var flow = Application.named("orders").with(EVENTS, carrier).describe();
        assertThat(flow.arrows()).containsExactly(new Description.Arrow(
                new Description.Box(Description.Kind.SOURCE, "carrier-files"),
                new Description.Box(Description.Kind.EVENT, "order.sent")));
        assertThat(flow.mermaid()).contains("n0[/\"carrier-files\"/]:::source", "n1([\"order.sent\"]):::event",
                "n0 --> n1", "classDef source fill:");
        assertThat(carrier.declared().toString()).startsWith("io.thence.FlowChecksTest(FlowChecksTest.java:");
    }

    @Test
    void a_source_without_events_or_of_no_event_is_refused() {
        assertThat(check(Source.named("nothing"), Source.named("orders").bringing(Pay.class))).containsExactly(
                new Problem("nothing", "it brings no events", "say which by bringing(..), or drop it"),
                new Problem("orders", "Pay is no event of the application", "add its Events to with(..)"));
    }

    @Test
    void what_books_are_closed_by_comes_from_the_fold() {
        var left = Fold.by(ORDER).from(0).on(OrderEvent.class, (steps, _) -> steps + 1);
        var seen = Projection.sql("seen", 1).on(OrderEvent.class, (_, _) -> {});
        var paying = Decider.of(Pay.class, EVENTS).writing(OrderEvent.Paid.class)
                .reading(left.closedBy(OrderEvent.Packed.class, OrderEvent.Sent.class), Pay::order)
                .decide((_, _) -> accept());
        assertThat(check(paying, seen)).isEmpty();
        assertThat(Application.named("orders").with(EVENTS, paying).describe().arrows()).contains(new Description.Arrow(
                new Description.Box(Description.Kind.SOURCE, "books of order"),
                new Description.Box(Description.Kind.EVENT, "order.sent")));

        var shop = Key.of("shop");
        var other = Decider.of(Pay.class, EVENTS).consulting(Fold.by(shop).from(0).closedBy(OrderEvent.Sent.class),
                Pay::order).decide((_, _) -> accept());
        assertThat(check(other)).extracting(Problem::what).contains("its books are closed by order.sent, which is not"
                + " filed under 'shop': the state would be lost");
    }

    @Test
    void a_decider_that_says_nothing_writes_all_of_its_events() {
        var paying = Decider.of(Pay.class, EVENTS).decide(_ -> accept());
        assertThat(check(paying, Projection.sql("all", 1).on(OrderEvent.class, (_, _) -> {}))).isEmpty();
    }

    @Test
    void what_a_retired_type_is_read_as_was_written_once() {
        var events = EVENTS.retired("order.done")
                .split("order.done", OrderEvent.Sent.class, 1, done -> List.of(done));
        var sent = Projection.sql("sent", 1).on(OrderEvent.Sent.class, (_, _) -> {});
        assertThat(Application.named("orders").with(events, sent).check()).isEmpty();
        var merged = EVENTS.retired("order.packed.then").retired("order.left").merged(
                List.of("order.packed.then", "order.left"), OrderEvent.Sent.class, 1, (packed, _) -> packed);
        assertThat(Application.named("orders").with(merged, sent).check()).isEmpty();
    }

    @Test
    void an_application_with_warnings_runs() {
        var sent = Projection.sql("sent", 1, "create table sent (n int)").on(OrderEvent.Sent.class, (_, _) -> {});
        var application = Application.named("orders").with(EVENTS, sent);
        assertThat(application.check()).extracting(Problem::isError).containsExactly(false);
        try (var orders = Thence.run(application, Engine.inMemory())) {
            assertThat(orders.store().head().number()).isZero();
        }
    }

    @Test
    void a_chain_is_no_circle() {
        assertThat(check(PAYING, PACKING, SENDING, PACKER, SENDER)).isEmpty();
    }

    @Test
    void a_circle_is_found_with_its_path_once() {
        var again = Reaction.named("again").sending(Pay.class)
                .on(OrderEvent.Sent.class, (sent, out) -> out.send(new Pay(sent.order())));
        assertThat(check(PAYING, PACKING, SENDING, PACKER, SENDER, again)).containsExactly(new Problem(
                "reaction packer", "what it sends leads back to it: reaction packer -> Pack -> decider Pack ->"
                        + " order.packed -> reaction sender -> Send -> decider Send -> order.sent -> reaction again ->"
                        + " Pay -> decider Pay -> order.paid -> reaction packer",
                "let a decider on the way say which events it writes, by writing(..), or let a reaction or saga on it"
                        + " say mayRepeat(\"why it ends\")"));
    }

    @Test
    void a_circle_that_may_repeat_is_none() {
        var again = Reaction.named("again").sending(Pay.class)
                .on(OrderEvent.Sent.class, (sent, out) -> out.send(new Pay(sent.order())));
        assertThat(check(PAYING, PACKING, SENDING, PACKER, SENDER, again.mayRepeat("a subscription, once a month")))
                .isEmpty();
        assertThatThrownBy(() -> again.mayRepeat(" ")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reaction 'again': mayRepeat(..) needs the reason why it ends");
    }

    @Test
    void a_decider_that_says_nothing_may_lead_back() {
        var packing = Decider.of(Pack.class, EVENTS).decide(pack -> accept(new OrderEvent.Packed(pack.order())));
        assertThat(check(packing, PAYING, PACKER)).extracting(Problem::what).containsExactly(
                "what it sends leads back to it: reaction packer -> Pack -> decider Pack -> order.paid -> reaction"
                        + " packer");
    }

    @Test
    void two_circles_are_both_found() {
        var paying = Reaction.named("pays").sending(Pay.class).on(OrderEvent.Paid.class, (_, _) -> {});
        var packing = Reaction.named("packs").sending(Pack.class).on(OrderEvent.Packed.class, (_, _) -> {});
        assertThat(check(PAYING, PACKING, paying, packing)).extracting(Problem::where)
                .containsExactly("reaction pays", "reaction packs");
    }

    @Test
    void an_event_outside_of_what_is_declared_is_refused_by_name() {
        var lying = Decider.of(Pay.class, EVENTS).writing(OrderEvent.Paid.class)
                .decide(pay -> accept(new OrderEvent.Sent(pay.order())));
        try (var orders = Thence.run(Application.named("orders").with(EVENTS, lying), Engine.inMemory())) {
            assertThatThrownBy(() -> orders.send(new Pay("1"))).isInstanceOf(BadRequest.class)
                    .hasMessageMatching("decider Pay \\(io.thence.FlowChecksTest\\(FlowChecksTest.java:\\d+\\)\\)"
                            + " decided on a Sent, which it does not say that it writes: add it to writing\\(..\\)");
            assertThat(orders.store().head().number()).isZero();
        }
    }

    @Test
    void the_drawing_shows_what_is_declared() {
        assertThat(Application.named("orders").with(EVENTS, PAYING).describe().boxes())
                .extracting(Description.Box::name).containsExactly("Pay", "Pay", "order.paid");
    }

    @Test
    void each_part_knows_where_it_is_declared() {
        int line = StackWalker.getInstance().walk(frames -> frames.findFirst().orElseThrow().getLineNumber());
        var events = Events.of(OrderEvent.class);
        var decider = Decider.of(Pay.class, events)
                .decide(_ -> accept());
        var sql = Projection.sql("a", 1).on(OrderEvent.class, (_, _) -> {});
        var memory = Projection.inMemory("b", ArrayList<String>::new);
        var reaction = Reaction.named("c");
        var fold = Fold.by(ORDER).from(0);
        assertThat(List.of(events.declared(), decider.declared(), sql.declared(), memory.declared(),
                reaction.declared(), fold.declared()))
                .extracting(CodePlace::toString).containsExactly(
                        "io.thence.FlowChecksTest(FlowChecksTest.java:" + (line + 1) + ")",
                        "io.thence.FlowChecksTest(FlowChecksTest.java:" + (line + 2) + ")",
                        "io.thence.FlowChecksTest(FlowChecksTest.java:" + (line + 4) + ")",
                        "io.thence.FlowChecksTest(FlowChecksTest.java:" + (line + 5) + ")",
                        "io.thence.FlowChecksTest(FlowChecksTest.java:" + (line + 6) + ")",
                        "io.thence.FlowChecksTest(FlowChecksTest.java:" + (line + 7) + ")");
    }

    @Test
    void where_a_part_is_declared_is_no_part_of_what_it_is() {
        var one = Events.of(OrderEvent.class);
        var other = Events.of(OrderEvent.class);
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.declared()).isNotEqualTo("").isEqualTo(CodePlace.UNKNOWN);
        assertThat(CodePlace.UNKNOWN).hasToString("unknown");
    }
}
