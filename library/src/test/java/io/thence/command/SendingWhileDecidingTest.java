// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Outcome;
import io.thence.Preview;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankEvent.Noted;
import io.thence.bank.Desk;
import io.thence.world.MemoryDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A decider that sends a command would wait for its own turn. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class SendingWhileDecidingTest {

    private final Desk store = Desk.open(new MemoryDisk());
    private final List<Consumer<Object>> consulted = new ArrayList<>();
    private final Decider<Note, ?> noting = Decider.of(Note.class, Bank.EVENTS).reading(Bank.BALANCE, Note::text)
            .decide((note, _) -> {
                consulted.getFirst().accept(new Deposit(note.text(), 1));
                return accept(new Noted(note.text()));
            });
    private final Desk desk =
            Desk.on(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, noting), store.store(), 1 << 20);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void it_is_refused_and_nothing_is_written() {
        consulted.add(desk::send);
        Thread.currentThread().setName("the caller");

        assertThatThrownBy(() -> desk.send("n1", new Note("a"))).isInstanceOf(BadRequest.class)
                .hasMessageContaining(Deposit.class.getName() + " is sent while decider")
                .hasMessageContaining("decides command n1").hasMessageContaining("on thread 'the caller'")
                .hasMessageContaining("[account/a]").hasMessageContaining("let a reaction to it send the command");
        assertThat(desk.head()).isZero();
        assertThat(desk.send(new Deposit("a", 1))).as("the turn is given back").isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void it_may_look_what_would_happen_and_send_to_another_application() {
        consulted.add(desk.commands()::preview);
        assertThat(desk.send(new Note("a"))).isInstanceOf(Outcome.Accepted.class);
        try (var other = Desk.open(new MemoryDisk())) {
            consulted.set(0, other::send);
            assertThat(desk.send(new Note("a"))).isInstanceOf(Outcome.Accepted.class);
            assertThat(other.balance("a")).isEqualTo(1);
        }
    }

    @Test
    void a_preview_sends_nothing_either() {
        consulted.add(desk::send);
        assertThatThrownBy(() -> desk.commands().preview(new Note("a"))).isInstanceOf(BadRequest.class);
        consulted.set(0, _ -> {});
        assertThat(desk.commands().preview(new Note("a"))).isInstanceOf(Preview.Accepts.class);
    }
}
