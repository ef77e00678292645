// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Origin;
import io.thence.Reaction;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankCommand.Open;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Noted;
import io.thence.bank.BankEvent.Opened;
import io.thence.bank.Desk;
import io.thence.command.CommandPath;
import io.thence.command.Folder;
import io.thence.event.EventCodec;
import io.thence.event.Ports;
import io.thence.processor.Processor;
import io.thence.snapshot.Snapshots;
import io.thence.store.Append;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A reaction that cannot go on says so, one that is held up goes on by itself, and it costs no threads. */
class ReactionFaultsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Reaction WELCOME = Reaction.named("welcome").sending(Note.class)
            .on(Opened.class, (event, out) -> {
                out.send(new Note("welcome " + event.owner()));
                out.send(new Note("see " + event.account()));
            });

    private final World world = new SystemWorld();
    private final Desk desk = Desk.open(new MemoryDisk());

    @AfterEach
    void close() {
        desk.close();
    }

    private Processor reactor(Reaction reaction) {
        return ReactionHandler.processor(reaction, desk.in(world), desk.commands());
    }

    private static void await(Processor reactor, long position) {
        assertThat(reactor.progress().await(position, LONG)).isTrue();
    }

    private List<String> notes() {
        return desk.events().stream().filter(event -> event.data() instanceof Noted)
                .map(event -> ((Noted) event.data()).text()).toList();
    }

    @Test
    void an_error_while_an_event_is_read_stops_the_reaction_and_is_told() {
        desk.send("n", new Note("x"));
        var newer = Application.named("newer").with(Bank.EVENTS.upcast(Noted.class, json -> {
            throw new AssertionError("never so");
        }), Bank.NOTING);
        var ports = new Ports(world, desk.store(), new EventCodec(newer));
        try (var reactor = ReactionHandler.processor(Reaction.named("watch").on(Noted.class, (_, _) -> {}), ports,
                desk.commands())) {
            reactor.start();
            assertThatThrownBy(() -> reactor.progress().await(1, LONG)).isInstanceOf(PartStopped.class)
                    .hasMessage("reaction 'watch' has stopped at event n/0 (position 1: java.lang.AssertionError: never"
                            + " so): mend it and start again; nothing is lost");
        }
    }

    @Test
    void an_error_of_any_kind_in_a_handler_is_told() {
        desk.send("bad", new Deposit("a", 1));
        try (var failing = reactor(Reaction.named("watch").on(Deposited.class, (_, _) -> {
            throw new ServiceConfigurationError("no such service");
        }))) {
            failing.start();
            assertThatThrownBy(() -> failing.progress().await(1, LONG)).isInstanceOf(PartStopped.class)
                    .hasMessageContaining("has stopped at event bad/0").hasMessageContaining("no such service");
        }
    }

    @Test
    void who_waits_when_it_is_closed_is_told() throws Exception {
        var reactor = reactor(WELCOME);
        reactor.start();
        var waiting = new FutureTask<>(() -> reactor.progress().await(1, LONG));
        var waiter = world.fork("waits", waiting);
        while (!reactor.progress().isWaitedFor()) {
            Thread.onSpinWait();
        }
        reactor.close();
        waiter.stop();
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(Stopped.class)
                .hasMessageContaining("reaction 'welcome' runs no more: its application is closed");
    }

    /** Ten sendings are decided a hundred times each, in vain; the event is handled again after a rest. */
    @Test
    void a_command_that_meets_nothing_but_conflicts_is_sent_again_later() {
        desk.send("o", new Open("a", "ann"));
        var busy = new AtomicInteger(1_100);
        var told = new ConcurrentLinkedQueue<String>();
        var reactors = new ConcurrentLinkedQueue<Processor>();
        var noting = Decider.of(Note.class, Bank.EVENTS).writing(Noted.class).reading(Bank.BALANCE, _ -> "a")
                .decide((note, _) -> {
                    int left = busy.getAndDecrement();
                    if (left > 0) {
                        desk.store().append(Append.of(List.of(desk.codec().encode(new Deposited("a", 1))),
                                Origin.of("others")));
                    }
                    if (left == 50) {
                        told.add(reactors.peek().progress().toString());
                    }
                    return accept(new Noted(note.text()));
                });
        var ports = desk.in(world);
        var commands = new CommandPath(Application.named("busy").with(Bank.EVENTS, noting), ports,
                new Folder(ports, 1 << 20, Snapshots.none()));
        try (var reactor = ReactionHandler.processor(WELCOME, ports, commands)) {
            reactors.add(reactor);
            reactor.start();
            await(reactor, 1);
            assertThat(reactor.progress().toString()).doesNotContain("conflicts");
        }
        assertThat(told).singleElement().asString().endsWith("; command o/0/welcome/0 met nothing but conflicts and is"
                + " sent again: what it reads changes all the time; let it read less");
        assertThat(notes()).containsExactly("welcome ann", "see a");
    }

    @Test
    void its_handlers_run_on_virtual_threads() {
        desk.send(new Deposit("a", 1));
        var virtual = new ConcurrentLinkedQueue<Boolean>();
        try (var reactor = reactor(Reaction.named("watch").on(Deposited.class, (_, _) ->
                virtual.add(Thread.currentThread().isVirtual())))) {
            assertThat(reactor.isLight()).isTrue();
            reactor.start();
            await(reactor, 1);
        }
        assertThat(virtual).containsExactly(true);
    }
}
