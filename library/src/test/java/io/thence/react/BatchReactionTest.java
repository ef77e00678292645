// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.Policy;
import io.thence.Position;
import io.thence.Reaction;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankCommand.Open;
import io.thence.bank.BankEvent.Opened;
import io.thence.bank.Desk;
import io.thence.processor.Processor;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.world.MemoryDisk;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Events of several keys are handled together, and one that fails keeps no other from being handled. */
class BatchReactionTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Policy QUICK = Policy.DEFAULT.attempts(2).resting(Duration.ZERO, Duration.ZERO);

    private final World world = new SystemWorld();
    private final Desk desk = Desk.open(new MemoryDisk());
    private final ConcurrentLinkedQueue<List<String>> batches = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        desk.close();
    }

    private Processor processor(Reaction reaction) {
        return ReactionHandler.processor(reaction, desk.in(world), desk.commands());
    }

    private List<String> accounts(List<Reaction.Taken<Opened>> events) {
        return events.stream().map(taken -> taken.event().account()).toList();
    }

    private void open(String... accounts) {
        for (var account : accounts) {
            desk.send(account, new Open(account, "owner of " + account));
        }
    }

    private List<String> notes() {
        try (var reader = desk.store().read(Query.types(Set.of("note.made")), new Position(desk.store().lineage(), 0),
                Direction.FORWARDS)) {
            return reader.list(100).stream().map(event -> event.id().text()).toList();
        }
    }

    @Test
    void what_comes_while_others_are_handled_is_handled_together_up_to_so_many() {
        open("a");
        var begun = new Signal();
        var rest = new Signal();
        var calls = new AtomicInteger();
        var reaction = Reaction.named("batch").sending(Note.class).onBatch(Opened.class, 3, events -> {
            batches.add(accounts(events));
            if (calls.incrementAndGet() == 1) {
                begun.raise();
                world.await(rest, LONG);
            }
            events.forEach(taken -> taken.out().send(new Note(taken.event().account())));
        });
        try (var processor = processor(reaction)) {
            processor.start();
            assertThat(world.await(begun, LONG)).isTrue();
            open("b", "c", "d", "e");
            assertThat(processor.progress().await(desk.head(), Duration.ofMillis(200))).isFalse(); // they wait by now
            rest.raise();
            assertThat(processor.progress().await(5, LONG)).isTrue();
        }
        assertThat(List.copyOf(batches).getFirst()).containsExactly("a");
        assertThat(batches).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(3))
                .anySatisfy(batch -> assertThat(batch).hasSize(3));
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        assertThat(notes()).containsExactlyInAnyOrder("a/0/batch/0/0", "b/0/batch/0/0",
                "c/0/batch/0/0", "d/0/batch/0/0", "e/0/batch/0/0");
    }

    @Test
    void where_a_batch_fails_each_is_handled_by_itself_and_one_alone_waits() {
        open("a");
        var begun = new Signal();
        var rest = new Signal();
        var reaction = Reaction.named("batch").sending(Note.class).policy(QUICK)
                .onBatch(Opened.class, 100, events -> {
                    batches.add(accounts(events));
                    if (accounts(events).contains("a")) {
                        begun.raise();
                        world.await(rest, LONG);
                    }
                    for (var taken : events) {
                        taken.out().send(new Note(taken.event().account()));
                        if (taken.event().account().equals("bad")) {
                            throw new IllegalStateException("no " + taken.event().account());
                        }
                    }
                });
        try (var processor = processor(reaction)) {
            processor.start();
            assertThat(world.await(begun, LONG)).isTrue();
            open("b", "bad", "c");
            assertThat(processor.progress().await(desk.head(), Duration.ofMillis(200))).isFalse(); // they wait by now
            rest.raise();
            assertThat(processor.progress().await(() -> processor.deadLetters().size() == 1, LONG)).isTrue();
            assertThat(processor.progress().await(4, LONG)).isTrue();
            assertThat(processor.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.key()).isEqualTo(Bank.ACCOUNT.value("bad"));
                assertThat(letter.attempts()).isEqualTo(2);
                assertThat(letter.message()).isEqualTo("no bad");
            });
        }
        assertThat(notes()).as("the same ids, however often it was tried")
                .containsExactlyInAnyOrder("a/0/batch/0/0", "b/0/batch/0/0", "bad/0/batch/0/0", "c/0/batch/0/0");
        assertThat(batches).anySatisfy(batch -> assertThat(batch).containsExactly("c"));
    }

    @Test
    void a_size_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> Reaction.named("batch").onBatch(Opened.class, 0, _ -> {}))
                .hasMessage("reaction 'batch': batches of 0: 1 to 1000");
    }
}
