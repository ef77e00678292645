// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Policy;
import io.thence.Start;
import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Desk;
import io.thence.command.Annulling;
import io.thence.command.Annulling.Which;
import io.thence.event.Keying;
import io.thence.store.StoredEvent;
import io.thence.supervise.Supervisor;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/** A processor that adds up deposits, some of which it fails on. */
abstract class SumsFixture {

    static final Duration LONG = Duration.ofSeconds(30);
    static final Set<String> TYPES = Set.of("account.deposited");
    static final Policy QUICK = Policy.DEFAULT.attempts(3)
            .resting(Duration.ofMillis(1), Duration.ofMillis(2));

    final Desk desk = Desk.open(new MemoryDisk());
    final ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> tried = new ConcurrentLinkedQueue<>();
    final Set<Long> broken = ConcurrentHashMap.newKeySet();
    final ConcurrentLinkedQueue<SystemEvent> system = new ConcurrentLinkedQueue<>();
    World world = new SystemWorld();
    Supervision supervision = Supervision.DEFAULT.withoutRestarts();
    String code = "c0de";

    @AfterEach
    void close() {
        desk.close();
    }

    /** Fails on the amounts that are broken. */
    void handle(StoredEvent stored) {
        var event = (Deposited) desk.codec().decode(stored).data();
        var text = event.account() + " " + event.cents();
        tried.add(text);
        if (broken.contains(event.cents())) {
            throw new IllegalStateException("no " + event.cents());
        }
        handled.add(text);
    }

    Processor processor(Policy policy) {
        return processor(policy, this::handle);
    }

    Processor processor(Policy policy, Handler handler) {
        return new Processor(new Processor.Course("processor", "sums", TYPES, Keying.STREAMS, policy,
                _ -> true, Start.BEGINNING, () -> code, handler), world, desk.store(),
                new Supervisor(supervision, world, system::add));
    }

    static void await(Processor processor, long position) {
        assertThat(processor.progress().await(position, LONG)).isTrue();
    }

    static void awaitLetters(Processor processor, int count) {
        assertThat(processor.progress().await(() -> processor.deadLetters().size() == count, LONG)).isTrue();
    }

    DeadLetters letters() {
        return DeadLetters.atRest(desk.store(), "sums");
    }

    static KeyValue account(String name) {
        return Bank.ACCOUNT.value(name);
    }

    List<String> of(String account) {
        return handled.stream().filter(text -> text.startsWith(account + " ")).toList();
    }

    void annul(String id) {
        new Annulling(desk.store(), Origin.of("test"), _ -> {})
                .annul(Which.of(List.of(new EventId(id))), "anna", "by mistake");
    }

    Control atRest() {
        return Control.atRest(desk.store(), "sums");
    }

    Control control(Processor processor) {
        return Control.of(processor, desk.store());
    }

    /** When it has come to know of it. */
    void pause(Processor processor) {
        control(processor).pause("anna", "why not");
        assertThat(control(processor).await(LONG)).isTrue();
        assertThat(processor.progress().await(() -> processor.progress().note().equals("paused by anna: why not"),
                LONG)).isTrue();
    }

    void deposits(int from, int to) {
        for (long i = from; i <= to; i++) {
            desk.send(new Deposit(i % 2 == 0 ? "even" : "odd", i));
        }
    }
}
