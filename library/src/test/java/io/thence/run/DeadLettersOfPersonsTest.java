// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Decider;
import io.thence.Effect;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Next;
import io.thence.Part;
import io.thence.Policy;
import io.thence.Policy.Action;
import io.thence.Position;
import io.thence.Reaction;
import io.thence.Saga;
import io.thence.Schedule;
import io.thence.Supervision;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.PartStopped;
import io.thence.processor.DeadLetterEvent;
import io.thence.processor.DeadLetters.Edit;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a handler throws may name a person, and an edit may: neither comes into the log in clear. */
class DeadLettersOfPersonsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    record Register(String email, String name) {}

    record Registered(String email, String name) {}

    private static final Key<String> CUSTOMER = Key.of("customer").personal();
    private static final Events<Registered> EVENTS = Events.of(Registered.class)
            .type("customer.registered", Registered.class, CUSTOMER.of(Registered::email))
            .personal(Registered.class, CUSTOMER, "email", "name");
    private static final Decider<Register, Registered> REGISTERING = Decider.of(Register.class, EVENTS)
            .decide(register -> accept(new Registered(register.email(), register.name())));
    private static final Reaction WELCOME = Reaction.named("welcome").policy(Policy.DEFAULT.attempts(1))
            .on(Registered.class, (registered, _) -> {
                throw new IllegalStateException("no mail to " + registered.name(),
                        new IllegalArgumentException(registered.email()));
            });

    private static String log(Thence shop) {
        var text = new StringBuilder();
        try (var events = shop.store().read(Query.ALL, shop.store().head(), Direction.BACKWARDS)) {
            text.append(new String(events.next().orElseThrow().data(), StandardCharsets.UTF_8));
        }
        try (var events = shop.store().read(Query.types(DeadLetterEvent.TYPES.names()),
                new Position(shop.store().lineage(), 0), Direction.FORWARDS)) {
            events.list(Integer.MAX_VALUE)
                    .forEach(event -> text.append(new String(event.data(), StandardCharsets.UTF_8)));
        }
        return text.toString();
    }

    @Test
    void neither_what_was_thrown_nor_an_edit_names_the_person_in_the_log() {
        try (var shop = Thence.run(Application.named("shop").with(EVENTS, REGISTERING, WELCOME), Engine.inMemory())) {
            shop.await(WELCOME, shop.send(new Register("zoe@example.org", "Zoe")).position(), LONG);
            var letters = shop.deadLetters(WELCOME);
            var letter = letters.list().getFirst();
            assertThat(letter.failure()).isEqualTo("java.lang.IllegalStateException");
            assertThat(letter.message()).isEmpty();
            assertThat(letter.stack()).contains("caused by java.lang.IllegalArgumentException\n");
            assertThatThrownBy(() -> letters.edit(letter.key(),
                    new Edit(1, "{\"email\":\"zoe@example.org\",\"name\":\"Zoe\"}"), "anna", "a typing error"))
                    .isInstanceOf(BadRequest.class)
                    .hasMessageContaining("is about a person, and the JSON would be kept in clear, for ever");
            letters.edit(letter.key(), letters.as(new Registered("zoe@example.org", "Zoë")), "anna", "a typing error");
            assertThat(letters.await(LONG)).isTrue();
            assertThat(log(shop)).contains("IllegalStateException", "a typing error")
                    .doesNotContain("zoe@example.org", "\"Zo");
        }
    }

    @Test
    void who_is_forgotten_waits_no_more_and_what_queued_behind_is_handled() {
        var handled = new ConcurrentLinkedQueue<String>();
        var welcome = Reaction.named("welcome").policy(Policy.DEFAULT.attempts(1).deadLettersMax(2))
                .on(Registered.class, (registered, _) -> {
                    if (registered.name().equals("Zoe") || registered.name().equals("Ben")) {
                        throw new IllegalStateException("no mail");
                    }
                    handled.add(registered.name());
                });
        try (var shop = Thence.run(Application.named("shop").with(EVENTS, REGISTERING, welcome), Engine.inMemory())) {
            long bens = shop.send(new Register("ben@example.org", "Ben")).position().number();
            shop.send(new Register("zoe@example.org", "Zoe"));
            shop.await(welcome, shop.send(new Register("zoe@example.org", "Zoë")).position(), LONG);
            var letters = shop.deadLetters(welcome);
            assertThat(letters.list()).hasSize(2);
            shop.forget(CUSTOMER, "adam@example.org");
            shop.await(welcome, shop.store().head(), LONG);
            assertThat(letters.list()).as("another one was forgotten").hasSize(2);
            var forgotten = shop.forget(CUSTOMER, "zoe@example.org");
            assertThat(shop.progress(welcome).await(() -> letters.list().size() < 2, LONG)).isTrue();
            assertThat(handled).as("what queued behind, of which nothing is left that names her").containsExactly("");
            assertThat(letters.list().getFirst().position()).as("of Ben").isEqualTo(bens);
            try (var told = shop.store().read(Query.types(Set.of("thence.dead-letter-erased")), forgotten.position(),
                    Direction.FORWARDS)) {
                assertThat(told.list(10)).singleElement().satisfies(event -> assertThat(new String(event.data(),
                        StandardCharsets.UTF_8)).contains("the person whom it is about was forgotten"));
            }
        }
    }

    /** Its failure says nothing that could still be mended: nobody can see what it was about. */
    @Test
    void what_fails_for_want_of_what_was_forgotten_is_erased_at_once() {
        var welcome = Reaction.named("welcome").policy(Policy.DEFAULT.attempts(1))
                .on(Registered.class, (_, _) -> {
                    throw new IllegalStateException("no mail");
                });
        var engine = Engine.inMemory();
        var plain = Application.named("shop").with(EVENTS, REGISTERING);
        try (var shop = Thence.run(plain, engine)) {
            shop.send(new Register("zoe@example.org", "Zoe"));
            shop.forget(CUSTOMER, "zoe@example.org");
        }
        try (var shop = Thence.run(plain.with(welcome), engine)) {
            shop.await(welcome, shop.store().head(), LONG);
            assertThat(shop.progress(welcome).await(() -> shop.deadLetters(welcome).list().isEmpty(), LONG)).isTrue();
            assertThat(log(shop)).contains("was forgotten");
        }
    }

    private static String health(Policy policy, RuntimeException failure) {
        var welcome = Reaction.named("welcome").policy(policy).on(Registered.class, (_, _) -> {
            throw failure;
        });
        var engine = Engine.inMemory().supervision(Supervision.DEFAULT.diskFreeMin(0).withoutRestarts());
        try (var shop = Thence.run(Application.named("shop").with(EVENTS, REGISTERING, welcome), engine)) {
            var position = shop.send(new Register("zoe@example.org", "Zoe")).position();
            assertThatThrownBy(() -> shop.await(welcome, position, LONG)).isInstanceOf(PartStopped.class)
                    .hasCause(failure).hasMessageNotContaining("Zoe");
            return shop.health().reasons().toString();
        }
    }

    @Test
    void who_asks_how_the_application_is_is_not_told_either() {
        var failure = new IllegalStateException("no mail to Zoe");
        assertThat(health(Policy.DEFAULT.on(IllegalStateException.class, Action.STOP), failure))
                .contains("'welcome' has stopped at event ", "java.lang.IllegalStateException").doesNotContain("Zoe");
        assertThat(health(Policy.DEFAULT.on(IllegalStateException.class, Action.RESTART), failure))
                .contains("'welcome' has given up", "java.lang.IllegalStateException").doesNotContain("Zoe");
    }

    record Order(String order, String email) {}

    record Ordered(String order) {}

    private static final Key<String> ORDER = Key.of("order");
    private static final Events<Ordered> ORDERS = Events.of(Ordered.class)
            .type("shop.ordered", Ordered.class, ORDER.of(Ordered::order));
    private static final Decider<Order, Ordered> ORDERING = Decider.of(Order.class, ORDERS)
            .decide(order -> accept(new Ordered(order.order())));
    private static final Fold<String, String> NAME = Fold.by(CUSTOMER).from("")
            .on(Registered.class, (_, registered) -> registered.name());
    private static final Effect<String, String> LABEL = Effect.of("label", String.class, String.class)
            .calling((_, name) -> "label for " + name);

    private static Application ordering(Reaction reaction) {
        return Application.named("shop").with(EVENTS, REGISTERING, ORDERS, ORDERING, reaction);
    }

    @Test
    void what_a_handler_has_read_of_persons_is_not_told_either() {
        var packing = Reaction.named("packing").policy(Policy.DEFAULT.attempts(1)).on(Ordered.class, (_, out) -> {
            throw new IllegalStateException("no box for " + out.read(NAME, "zoe@example.org"));
        });
        try (var shop = Thence.run(ordering(packing), Engine.inMemory())) {
            shop.send(new Register("zoe@example.org", "Zoe"));
            shop.await(packing, shop.send(new Order("o1", "zoe@example.org")).position(), LONG);
            var letter = shop.deadLetters(packing).list().getFirst();
            assertThat(letter.failure()).isEqualTo("java.lang.IllegalStateException");
            assertThat(letter.message()).isEmpty();
            assertThat(log(shop)).contains("IllegalStateException").doesNotContain("Zoe");
        }
    }

    @Test
    void a_reaction_that_has_read_of_persons_keeps_no_answer_that_may_be_about_one() {
        var packing = Reaction.named("packing").calling(LABEL).policy(Policy.DEFAULT.attempts(1))
                .on(Ordered.class, (_, out) -> out.call(LABEL, out.read(NAME, "zoe@example.org")));
        try (var shop = Thence.run(ordering(packing), Engine.inMemory())) {
            shop.send(new Register("zoe@example.org", "Zoe"));
            shop.await(packing, shop.send(new Order("o1", "zoe@example.org")).position(), LONG);
            assertThat(shop.deadLetters(packing).list().getFirst().failure()).isEqualTo(BadRequest.class.getName());
            assertThat(log(shop)).doesNotContain("label for");
        }
    }

    /** Whatever it has read for other events before. */
    @Test
    void what_is_called_before_persons_are_read_is_called_for_every_event_and_its_answer_is_kept() {
        var isMended = new AtomicBoolean();
        var packing = Reaction.named("packing").calling(LABEL).policy(Policy.DEFAULT.attempts(1))
                .on(Ordered.class, (ordered, out) -> {
                    if (isMended.get()) {
                        out.read(NAME, "zoe@example.org"); // what is kept is looked up, not kept anew
                    }
                    out.call(LABEL, ordered.order());
                    out.read(NAME, "zoe@example.org");
                    if (!isMended.get()) {
                        throw new IllegalStateException("later");
                    }
                });
        try (var shop = Thence.run(ordering(packing), Engine.inMemory())) {
            shop.send(new Register("zoe@example.org", "Zoe"));
            shop.send(new Order("o1", "zoe@example.org"));
            shop.await(packing, shop.send(new Order("o2", "zoe@example.org")).position(), LONG);
            var letters = shop.deadLetters(packing);
            assertThat(letters.list()).hasSize(2)
                    .allMatch(letter -> letter.failure().equals(IllegalStateException.class.getName()));
            isMended.set(true);
            letters.retryAll("anna", "mended");
            assertThat(letters.await(LONG)).isTrue();
            assertThat(letters.list()).isEmpty();
        }
    }

    @Test
    void of_events_that_are_handled_together_what_is_read_for_one_is_not_asked_outside_for_another() {
        var world = new SystemWorld();
        var begun = new Signal();
        var rest = new Signal();
        var packing = Reaction.named("packing").calling(LABEL).policy(Policy.DEFAULT.attempts(1))
                .onBatch(Ordered.class, 2, taken -> {
                    if (taken.getFirst().event().order().equals("o0")) {
                        begun.raise();
                        world.await(rest, LONG);
                        return;
                    }
                    var name = taken.getFirst().out().read(NAME, "zoe@example.org");
                    taken.getLast().out().call(LABEL, name);
                });
        try (var shop = Thence.run(ordering(packing), Engine.inMemory())) {
            shop.send(new Register("zoe@example.org", "Zoe"));
            shop.send(new Order("o0", "zoe@example.org"));
            assertThat(world.await(begun, LONG)).isTrue();
            shop.send(new Order("o1", "zoe@example.org"));
            var last = shop.send(new Order("o2", "zoe@example.org")).position();
            assertThat(shop.await(packing, last, Duration.ofMillis(200))).isFalse(); // the two wait by now
            rest.raise();
            shop.await(packing, last, LONG);
            assertThat(shop.deadLetters(packing).list()).hasSize(2);
            assertThat(log(shop)).doesNotContain("label for");
        }
    }

    record Ship(String email) {}

    record Shipped(String email) {}

    record NoParcel(String to) {}

    private static final Key<String> PARCEL = Key.of("parcel");
    private static final Events<Shipped> PARCELS = Events.of(Shipped.class)
            .type("shop.shipped", Shipped.class, PARCEL.of(Shipped::email));
    private static final Decider<Ship, Shipped> SHIPPING = Decider.of(Ship.class, PARCELS)
            .refusing(NoParcel.class).consulting(NAME, Ship::email)
            .decide((_, name) -> refuse(new NoParcel(name)));

    private static final Decider<Ship, Shipped> FAILING = Decider.of(Ship.class, PARCELS).consulting(NAME, Ship::email)
            .decide((_, name) -> {
                throw new IllegalStateException("no parcel for " + name);
            });

    private static void awaitLetterOf(Part part, Application application, Consumer<Thence> asks) {
        try (var shop = Thence.run(application, Engine.inMemory())) {
            shop.send(new Register("zoe@example.org", "Zoe"));
            asks.accept(shop);
            while (shop.deadLetters(part).list().isEmpty()) { // one event leads to the next
                assertThat(shop.await(part, shop.store().head(), LONG)).isTrue();
            }
            var letter = shop.deadLetters(part).list().getFirst();
            assertThat(letter.failure()).isEqualTo("java.lang.IllegalStateException");
            assertThat(letter.message()).isEmpty();
            assertThat(log(shop)).doesNotContain("Zoe");
        }
    }

    @Test
    void what_a_decider_throws_is_not_told_where_a_saga_or_a_schedule_has_sent_the_command() {
        Ask<String, Ship> ship = Ask.of("ship", Ship.class);
        var packing = Saga.named("packing").by(ORDER).from("").policy(Policy.DEFAULT.attempts(1))
                .startsOn(Ordered.class, (state, _) -> Next.state(state).ask(ship, new Ship("zoe@example.org")))
                .on(ship, Shipped.class, (state, _) -> Next.state(state).done())
                .onRefused(ship, (state, _) -> Next.state(state).done());
        var parts = Application.named("shop").with(EVENTS, REGISTERING, ORDERS, ORDERING, PARCELS, FAILING);
        awaitLetterOf(packing, parts.with(packing), shop -> shop.send(new Order("o1", "zoe@example.org")));
        var later = Schedule.named("later").sending(Ship.class).policy(Policy.DEFAULT.attempts(1));
        awaitLetterOf(later, parts.with(later), shop ->
                shop.agenda(later).at(Instant.EPOCH, "o1", new Ship("zoe@example.org")));
    }

    @Test
    void why_a_command_is_refused_is_not_told_where_its_decider_reads_of_persons() {
        var packing = Reaction.named("packing").sending(Ship.class).policy(Policy.DEFAULT.attempts(1))
                .on(Ordered.class, (_, out) -> {
                    throw new IllegalStateException("not sent: " + out.send(new Ship("zoe@example.org")));
                });
        var application = Application.named("shop").with(EVENTS, REGISTERING, ORDERS, ORDERING, PARCELS, SHIPPING,
                packing);
        try (var shop = Thence.run(application, Engine.inMemory())) {
            shop.send(new Register("zoe@example.org", "Zoe"));
            shop.await(packing, shop.send(new Order("o1", "zoe@example.org")).position(), LONG);
            var letter = shop.deadLetters(packing).list().getFirst();
            assertThat(letter.failure()).isEqualTo("java.lang.IllegalStateException");
            assertThat(letter.message()).isEmpty();
            assertThat(log(shop)).doesNotContain("Zoe");
        }
    }
}
