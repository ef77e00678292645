// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.Application;
import io.thence.Event;
import io.thence.EventId;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Policy;
import io.thence.Reaction;
import io.thence.Send;
import io.thence.ThenceException.PartStopped;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankCommand.Open;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Noted;
import io.thence.bank.BankEvent.Opened;
import io.thence.bank.Desk;
import io.thence.bank.MovedWorld;
import io.thence.command.Annulling;
import io.thence.command.Annulling.Which;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.processor.Processor;
import io.thence.store.Checkpoint;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Events become commands: in order of a stream, each once though events come again, and with their descent. */
class ReactionTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** A note for each account that is opened. */
    private static final Reaction WELCOME = Reaction.named("welcome").sending(Note.class)
            .on(Opened.class, (event, out) -> {
                out.send(new Note("welcome " + event.owner()));
                out.send(new Note("see " + event.account()));
            });

    /** Stops at the first failure. */
    private static final Policy STOPPING = Policy.DEFAULT.on(RuntimeException.class, Policy.Action.STOP);

    private final World world = new SystemWorld();
    private final Desk desk = Desk.open(new MemoryDisk());

    @AfterEach
    void close() {
        desk.close();
    }

    private Processor reactor(Reaction reaction) {
        return reactor(reaction, world);
    }

    private Processor reactor(Reaction reaction, World on) {
        assertThat(Application.named("all").with(Bank.EVENTS, Bank.NOTING, Bank.COUNTER, reaction).check()).isEmpty();
        return ReactionHandler.processor(reaction, desk.in(on), desk.commands());
    }

    private void await(Processor reactor, long position) {
        assertThat(reactor.progress().await(position, LONG)).isTrue();
    }

    private List<String> notes() {
        return desk.events().stream().filter(event -> event.data() instanceof Noted)
                .map(event -> ((Noted) event.data()).text()).toList();
    }

    @Test
    void an_event_becomes_commands_whose_ids_and_descent_come_from_it() {
        var origin = Origin.of("feed").correlatedBy("business").causedBy("x").tracedBy("trace").tenant("tenant");
        desk.commands().send(new Open("a", "ann"), Send.as("o").from(origin));
        desk.send("p", new Open("b", "bob"));
        try (var reactor = reactor(WELCOME)) {
            reactor.start();
            await(reactor, 2);
        }
        var byId = new HashMap<String, Event<?>>();
        desk.events().forEach(event -> byId.put(event.id().text(), event));
        assertThat(byId).containsOnlyKeys("o/0", "p/0", "o/0/welcome/0/0", "o/0/welcome/1/0", "p/0/welcome/0/0",
                "p/0/welcome/1/0");
        assertThat(byId.get("o/0/welcome/0/0").data()).isEqualTo(new Noted("welcome ann"));
        assertThat(byId.get("o/0/welcome/1/0").data()).isEqualTo(new Noted("see a"));
        assertThat(byId.get("o/0/welcome/1/0").origin()).isEqualTo(new Origin("welcome", Optional.of("business"),
                Optional.of("o/0"), Optional.of("trace"), Optional.of("tenant")));
        assertThat(byId.get("p/0/welcome/0/0").origin()).as("an event without one begins a correlation")
                .isEqualTo(Origin.of("welcome").correlatedBy("p/0").causedBy("p/0"));
    }

    private void annul(String id) {
        new Annulling(desk.store(), Origin.of("test"), _ -> {})
                .annul(Which.of(List.of(new EventId(id))), "anna", "by mistake");
    }

    @Test
    void an_event_that_was_annulled_before_it_was_seen_is_passed_over() {
        desk.send("o", new Open("a", "ann"));
        desk.send("p", new Open("b", "bob"));
        annul("o/0");
        try (var reactor = reactor(WELCOME)) {
            reactor.start();
            await(reactor, 3);
            assertThat(notes()).containsExactly("welcome bob", "see b");
            annul("p/0");
            desk.send("q", new Open("c", "cat"));
            await(reactor, desk.head());
            assertThat(notes()).as("what it has done stays done").containsExactly("welcome bob", "see b", "welcome cat",
                    "see c");
        }
    }

    /** The reaction was there before both, and finds them at one time. */
    @Test
    void an_event_that_comes_with_its_annulment_is_passed_over() {
        try (var reactor = reactor(WELCOME)) {
            desk.send("o", new Open("a", "ann"));
            annul("o/0");
            reactor.start();
            await(reactor, 2);
            assertThat(notes()).isEmpty();
        }
    }

    @Test
    void an_id_that_would_be_too_long_is_hashed() {
        desk.send("o".repeat(195), new Open("a", "ann"));
        try (var reactor = reactor(WELCOME)) {
            reactor.start();
            await(reactor, 1);
        }
        assertThat(desk.events()).extracting(event -> event.id().text().length()).containsExactly(197, 66, 66);
        assertThat(desk.events()).extracting(event -> event.id().text()).doesNotHaveDuplicates();
    }

    @Test
    void events_of_one_stream_are_handled_in_their_order() {
        Map<String, List<Long>> expected = new HashMap<>();
        for (long i = 0; i < 600; i++) {
            var account = "a" + i % 37;
            desk.send(new Deposit(account, i));
            expected.computeIfAbsent(account, _ -> new ArrayList<>()).add(i);
        }
        var handled = new ConcurrentLinkedQueue<Deposited>();
        try (var reactor = reactor(Reaction.named("watch").on(Deposited.class, (event, _) -> handled.add(event)))) {
            reactor.start();
            await(reactor, 600);
        }
        Map<String, List<Long>> seen = new HashMap<>();
        handled.forEach(event -> seen.computeIfAbsent(event.account(), _ -> new ArrayList<>()).add(event.cents()));
        assertThat(seen).isEqualTo(expected);
    }

    /** Fifteen more of the stream come before all others: no lane but its own could reach those without them. */
    @Test
    void while_an_event_is_handled_the_next_of_its_stream_wait_and_other_streams_go_on() {
        for (long i = 0; i < 16; i++) {
            desk.send(new Deposit("a", i));
        }
        for (int i = 0; i < 300; i++) {
            desk.send(new Deposit("b" + i % 100, i));
        }
        var others = new AtomicInteger();
        var later = new AtomicInteger();
        var laterMeanwhile = new AtomicInteger(-1);
        var gone = new Signal();
        var reaction = Reaction.named("watch").on(Deposited.class, (event, _) -> {
            if (!event.account().equals("a")) {
                if (others.incrementAndGet() == 100) {
                    gone.raise();
                }
            } else if (event.cents() == 0) {
                assertThat(world.await(gone, LONG)).isTrue();
                laterMeanwhile.set(later.get());
            } else {
                later.incrementAndGet();
            }
        });
        try (var reactor = reactor(reaction)) {
            reactor.start();
            await(reactor, 316);
        }
        assertThat(laterMeanwhile.get()).isZero();
        assertThat(later.get()).isEqualTo(15);
    }

    /** A process that dies in the midst: its threads stop taking part and it writes down nothing. */
    private static final class Dying {
        private final AtomicBoolean dead = new AtomicBoolean();

        void check() {
            if (dead.get()) {
                throw new IllegalStateException("dead");
            }
        }
    }

    @Test
    void commands_of_events_that_come_again_are_done_once() {
        for (int i = 0; i < 50; i++) {
            desk.send("o" + i, new Open("a" + i, "ann" + i));
        }
        var dying = new Dying();
        var handled = new AtomicInteger();
        var few = STOPPING.lanes(4);
        var once = Reaction.named("welcome").sending(Note.class).policy(few).on(Opened.class, (event, out) -> {
            dying.check();
            out.send(new Note("welcome " + event.owner()));
            if (handled.incrementAndGet() == 20) {
                dying.dead.set(true);
            }
            dying.check();
        });
        var killed = reactor(once);
        killed.start();
        assertThatThrownBy(() -> killed.progress().await(50, LONG)).isInstanceOf(PartStopped.class);
        long done = notes().size();
        assertThat(done).isBetween(20L, 49L);
        try (var second = reactor(WELCOME)) {
            second.start();
            await(second, 50);
        }
        assertThat(notes()).as("each once").doesNotHaveDuplicates()
                .filteredOn(note -> note.startsWith("welcome")).hasSize(50);
        var outcome = desk.send("o3/0/welcome/0", new Note("welcome ann3"));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Accepted.class, accepted ->
                assertThat(accepted.repeated()).isTrue());
        killed.close();
        assertThat(desk.store().checkpoint("welcome").upTo()).as("who was killed cannot take it back").isEqualTo(50);
    }

    @Test
    void an_error_of_a_handler_stops_the_reaction_as_loudly_as_an_exception() {
        desk.send("bad", new Deposit("a", 1));
        try (var failing = reactor(Reaction.named("watch").on(Deposited.class, (_, _) -> {
            throw new AssertionError("never so");
        }))) {
            failing.start();
            assertThatThrownBy(() -> failing.progress().await(1, LONG)).isInstanceOf(PartStopped.class)
                    .hasMessageContaining("has stopped at event bad/0").hasMessageContaining("never so");
        }
    }

    @Test
    void a_handler_that_fails_stops_the_reaction_where_its_policy_says_so_and_the_checkpoint_leaves_its_event_open() {
        desk.send(new Deposit("a", 1));
        desk.send("bad", new Deposit("a", 2));
        desk.send(new Deposit("a", 3));
        var handled = new ConcurrentLinkedQueue<Long>();
        var reaction = Reaction.named("watch").policy(STOPPING).on(Deposited.class, (event, _) -> {
            if (event.cents() == 2) {
                throw new IllegalStateException("no twos");
            }
            handled.add(event.cents());
        });
        var failing = reactor(reaction);
        failing.start();
        assertThatThrownBy(() -> failing.progress().await(3, LONG)).isInstanceOf(PartStopped.class)
                .hasMessage("reaction 'watch' has stopped at event bad/0 (position 2: java.lang.IllegalStateException:"
                        + " no twos): mend it and start again; nothing is lost");
        failing.close();
        assertThat(handled).containsExactly(1L);
        assertThat(desk.store().checkpoint("watch").wholeUpTo()).isEqualTo(1);
        try (var mended = reactor(Reaction.named("watch")
                .on(Deposited.class, (event, _) -> handled.add(event.cents())))) {
            mended.start();
            await(mended, 3);
        }
        assertThat(handled).containsExactly(1L, 2L, 3L);
        assertThat(desk.store().checkpoint("watch")).isEqualTo(new Checkpoint(2, 3));
    }

    @Test
    void a_command_that_it_does_not_declare_is_a_fault() {
        desk.send("n", new Note("x"));
        try (var reactor = reactor(Reaction.named("sly").sending(Note.class).mayRepeat("it does not get so far")
                .on(Noted.class, (_, out) -> out.send(new Deposit("a", 1))))) {
            reactor.start();
            await(reactor, 1);
            assertThat(reactor.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.attempts()).as("no use in another").isEqualTo(1);
                assertThat(letter.message()).isEqualTo(
                        "reaction 'sly' does not say that it sends Deposit: add it to sending(..)");
            });
        }
        assertThat(desk.balance("a")).isZero();
    }

    @Test
    void an_event_that_cannot_be_read_is_a_dead_letter_at_once() {
        desk.send("n", new Note("x"));
        var newer = Application.named("newer").with(Bank.EVENTS.upcast(Noted.class, json -> {
            throw new IllegalStateException("no upcast");
        }), Bank.NOTING);
        var codec = new EventCodec(newer);
        try (var reactor = ReactionHandler.processor(Reaction.named("watch").on(Noted.class, (_, _) -> {}),
                new Ports(world, desk.store(), codec), desk.commands())) {
            reactor.start();
            await(reactor, 1);
            assertThat(reactor.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.attempts()).isEqualTo(1);
                assertThat(letter.failure()).isEqualTo("io.thence.ThenceException$Undecodable");
                assertThat(letter.message()).startsWith(
                        "event n/0 (note.made) at position 1 cannot be upcast from version 1");
            });
        }
    }

    @Test
    void of_two_with_one_name_the_older_is_fenced_with_a_clear_message() {
        var clock = new AtomicLong();
        var reaction = Reaction.named("watch").on(Deposited.class, (_, _) -> {});
        try (var older = reactor(reaction, new MovedWorld(clock))) {
            desk.send(new Deposit("a", 1));
            step(older, 1);
            assertThat(desk.store().checkpoint("watch")).isEqualTo(new Checkpoint(1, 1));
            try (var newer = reactor(reaction, new MovedWorld(clock))) {
                desk.send(new Deposit("a", 2));
                step(newer, 2);
                assertThat(desk.store().checkpoint("watch")).isEqualTo(new Checkpoint(2, 2));
            }
            desk.send(new Deposit("a", 3));
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            step(older, 3);
            assertThat(older.progress().failure()).isInstanceOf(PartStopped.class)
                    .hasMessage("reaction 'watch' runs somewhere else too, with token 2: stop one of them");
            assertThat(desk.store().checkpoint("watch")).isEqualTo(new Checkpoint(2, 2));
        }
    }

    /** Turns it until it has finished {@code position}, or has failed. */
    private static void step(Processor reactor, long position) {
        while (reactor.progress().upTo() < position && reactor.progress().failure() == null) {
            reactor.step();
            Thread.onSpinWait();
        }
    }

    @Test
    void checkpoints_are_written_now_and_then_and_only_up_to_its_own_last_event() {
        var clock = new AtomicLong(-Duration.ofDays(1).toNanos());
        try (var reactor = reactor(Reaction.named("watch").on(Deposited.class, (_, _) -> {}), new MovedWorld(clock))) {
            desk.send(new Deposit("a", 1));
            desk.send(new Note("x"));
            step(reactor, 2);
            assertThat(desk.store().checkpoint("watch")).as("the first at once").isEqualTo(new Checkpoint(1, 1));
            desk.send(new Deposit("a", 2));
            step(reactor, 3);
            assertThat(desk.store().checkpoint("watch")).as("not so soon").isEqualTo(new Checkpoint(1, 1));
            clock.addAndGet(Duration.ofMillis(200).toNanos());
            reactor.step();
            assertThat(desk.store().checkpoint("watch")).isEqualTo(new Checkpoint(1, 3));
        }
    }
}
