// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Reaction;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.EventView;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which events a reaction takes, and by which key in order. */
class TakingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    record Order(String order, String customer, String country) {}

    record Ordered(String order, String customer, String country) {}

    private static final Key<String> ORDER = Key.of("order");
    private static final Key<String> CUSTOMER = Key.of("customer").personal();
    private static final Key<String> COUNTRY = Key.of("country");
    private static final Events<Ordered> EVENTS = Events.of(Ordered.class)
            .type("shop.ordered", Ordered.class, ORDER.of(Ordered::order), CUSTOMER.of(Ordered::customer),
                    COUNTRY.of(Ordered::country))
            .personal(Ordered.class, CUSTOMER, "customer");
    private static final Decider<Order, Ordered> ORDERING = Decider.of(Order.class, EVENTS)
            .decide(o -> accept(new Ordered(o.order(), o.customer(), o.country())));

    private final ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Reaction packing = Reaction.named("packing").policy(Policy.DEFAULT.attempts(1))
            .on(Ordered.class, (ordered, _) -> {
                if (broken.contains(ordered.order())) {
                    throw new IllegalStateException("no " + ordered.order());
                }
                handled.add(ordered.order());
            });

    private static Thence run(Reaction reaction, Engine engine) {
        return Thence.run(Application.named("shop").with(EVENTS, ORDERING, reaction), engine);
    }

    private static Position order(Thence shop, String order, String customer, String country) {
        return shop.send(new Order(order, customer, country)).position();
    }

    @Test
    void events_of_one_value_of_the_chosen_key_are_handled_in_order_and_wait_for_each_other() {
        broken.add("o1");
        var reaction = packing.by(COUNTRY);
        try (var shop = run(reaction, Engine.inMemory())) {
            order(shop, "o1", "anna", "cz");
            order(shop, "o2", "bert", "cz");
            shop.await(reaction, order(shop, "o3", "carl", "sk"), LONG);
            assertThat(handled).containsExactly("o3");
            var letters = shop.deadLetters(reaction);
            assertThat(letters.list()).singleElement()
                    .satisfies(letter -> assertThat(letter.key()).isEqualTo(COUNTRY.value("cz")));
            broken.clear();
            letters.retryAll("anna", "mended");
            assertThat(letters.await(LONG)).isTrue();
            assertThat(handled).containsExactly("o3", "o1", "o2");
        }
    }

    @Test
    void a_reaction_about_values_takes_what_is_filed_under_all_of_some_and_what_queues_behind_a_dead_letter_too() {
        broken.add("o1");
        var reaction = packing.by(COUNTRY).about(CUSTOMER.value("anna"), COUNTRY.value("cz"))
                .about(CUSTOMER.value("carl"));
        try (var shop = run(reaction, Engine.inMemory())) {
            order(shop, "o1", "anna", "cz");
            order(shop, "o2", "bert", "cz");
            order(shop, "o3", "anna", "sk");
            order(shop, "o4", "carl", "sk");
            shop.await(reaction, order(shop, "o5", "anna", "cz"), LONG);
            assertThat(handled).containsExactly("o4");
            broken.clear();
            shop.deadLetters(reaction).retryAll("anna", "mended");
            assertThat(shop.deadLetters(reaction).await(LONG)).isTrue();
            assertThat(handled).containsExactly("o4", "o1", "o5");
        }
    }

    /** What is counted is what the store gives out, of 300 events. */
    @Test
    void the_store_finds_what_a_reaction_is_about_and_reads_no_others() {
        var world = new SystemWorld();
        var given = new ConcurrentLinkedQueue<StoredEvent>();
        var application = Application.named("street").with(STREET, COUNTING);
        try (var store = LogStore.open(world, new MemoryDisk(), LogSettings.SMALL)) {
            var desk = Desk.on(application, new PassingStore(store) {
                @Override
                public Subscription subscribe(Query query, Position after) {
                    return new Counted(super.subscribe(query, after), given);
                }
            }, 1 << 20);
            for (int i = 0; i < 300; i++) {
                desk.send(new Count("car" + i, i % 100 == 7 ? "cz" : "sk"));
            }
            var seen = Reaction.named("seen").about(COUNTRY.value("cz"))
                    .on(Came.class, (came, _) -> handled.add(came.car()));
            try (var processor = ReactionHandler.processor(seen, desk.in(world), desk.commands())) {
                processor.start();
                assertThat(processor.progress().await(desk.head(), LONG)).isTrue();
            }
            assertThat(handled).containsExactlyInAnyOrder("car7", "car107", "car207");
            assertThat(given).hasSize(3).extracting(StoredEvent::type).containsOnly("street.came");
        }
    }

    record Count(String car, String country) {}

    record Came(String car, String country) {}

    private static final Events<Came> STREET = Events.of(Came.class)
            .type("street.came", Came.class, Key.of("car").of(Came::car), COUNTRY.of(Came::country));
    private static final Decider<Count, Came> COUNTING = Decider.of(Count.class, STREET)
            .decide(count -> accept(new Came(count.car(), count.country())));

    /** Keeps what it gives out. */
    private record Counted(Subscription subscription, ConcurrentLinkedQueue<StoredEvent> given)
            implements Subscription {
        @Override
        public Shown show(int eventsMax, long bytesMax, Consumer<? super EventView> to) {
            return subscription.show(eventsMax, bytesMax, view -> {
                given.add(view.event());
                to.accept(view);
            });
        }

        @Override
        public void wake(Signal signal) {
            subscription.wake(signal);
        }

        @Override
        public void close() {
            subscription.close();
        }
    }

    /** Under the new key nobody would come to what queues under the old one. */
    @Test
    void a_reaction_that_takes_events_by_another_key_does_not_start_while_any_wait_by_the_old_one() {
        broken.add("o1");
        var engine = Engine.inMemory();
        try (var shop = run(packing, engine)) {
            order(shop, "o2", "bert", "cz");
            shop.await(packing, order(shop, "o1", "anna", "cz"), LONG);
        }
        assertThatThrownBy(() -> run(packing.by(COUNTRY), engine)).isInstanceOf(BadRequest.class)
                .hasMessageContaining("reaction 'packing' has events that wait under order/o1, from position ")
                .hasMessageContaining("and would handle that one under country/cz now: run it by the key that it had");
        try (var shop = run(packing, engine)) {
            shop.deadLetters(packing).discard(ORDER.value("o1"), "anna", "of no use");
            assertThat(shop.deadLetters(packing).await(LONG)).isTrue();
        }
        try (var shop = run(packing.by(COUNTRY), engine)) {
            shop.await(packing, order(shop, "o4", "anna", "cz"), LONG);
        }
        assertThat(handled).containsExactly("o2", "o4");
    }

    @Test
    void what_makes_no_sense_is_refused_before_the_start() {
        var nowhere = new KeyValue("street", "x");
        assertThat(Application.named("shop").with(EVENTS, ORDERING, packing.about(nowhere), Reaction.named("other")
                .by(Key.of("street")).on(Ordered.class, (_, _) -> {})).check())
                .extracting(problem -> problem.what() + "; " + problem.mend())
                .containsExactlyInAnyOrder(
                        "it is about values of [street], and shop.ordered is never filed so, so it never sees one; file"
                                + " it there, or drop its clause, or say about(..) with what it is filed under",
                        "its events go to lanes by 'street', and shop.ordered is filed under no value of it; file it"
                                + " under one value, by street.of(..), or drop by(..)");
        assertThat(Application.named("shop").with(EVENTS, ORDERING, packing.by(Key.of("customer"))).check())
                .singleElement().satisfies(problem -> assertThat(problem.what())
                        .isEqualTo("it is personal in one place and not in another"));
        assertThatThrownBy(packing::about).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reaction 'packing': about(..) needs at least one value of a key");
    }
}
