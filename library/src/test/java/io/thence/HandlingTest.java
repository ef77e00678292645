// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a handler can know of what it handles. */
class HandlingTest {

    @Test
    void a_handler_knows_what_it_handles_and_nobody_else_does() {
        var known = new ConcurrentLinkedQueue<Map<String, String>>();
        var letters = Reaction.named("letters").on(Deposited.class, (_, _) ->
                known.add(Handling.current().orElseThrow().fields()));
        try (var bank = Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, letters),
                Engine.inMemory())) {
            bank.send(new Deposit("ann", 1), Send.as("d").from(Origin.of("till").correlatedBy("day").causedBy("form")
                    .tenant("north")));
            assertThat(bank.await(letters, bank.store().head(), Duration.ofSeconds(30))).isTrue();
        }
        assertThat(known).singleElement().satisfies(fields -> assertThat(List.copyOf(fields.entrySet()))
                .containsExactly(Map.entry("part", "letters"), Map.entry("event", "d/0"), Map.entry("position", "1"),
                        Map.entry("type", "account.deposited"), Map.entry("key", "account/ann"),
                        Map.entry("correlation", "day"), Map.entry("causation", "form"),
                        Map.entry("tenant", "north")));
        assertThat(Handling.current()).isEqualTo(Optional.empty());
    }
}
