// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.Outcome;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Move;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.Retention;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What was cannot be told where it is not retained, or has not been. */
class RemovedPastTest {

    /** So small that each event is in a segment of its own, or nearly. */
    private static final LogSettings TINY = new LogSettings(1 << 10, 512, 512, 16, 64, 512, 64);
    private static final CompactionSettings AT_ONCE = new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of());

    private final MemoryDisk disk = new MemoryDisk();
    private Thence bank = open();

    private Thence open() {
        return Thence.run(Bank.APPLICATION, new Engine(new SystemWorld(), disk, TINY, 1 << 20));
    }

    @AfterEach
    void close() {
        bank.close();
    }

    private Position deposit(String account, int times) {
        Outcome last = bank.send(new Deposit(account, 1));
        for (int i = 1; i < times; i++) {
            last = bank.send(new Deposit(account, 1));
        }
        return last.position();
    }

    private void retain(long count) {
        compact(AT_ONCE.keeping(List.of(Retention.ofCount("account", count))));
    }

    private void compact(CompactionSettings settings) {
        assertThat(bank.compact(settings).await(Duration.ofMinutes(1))).isTrue();
    }

    private long asOf(Position position, String account) {
        return bank.asOf(position).read(Bank.BALANCE, account);
    }

    @Test
    void a_position_that_is_to_come_is_refused() {
        var last = deposit("a", 3);
        assertThat(asOf(last, "a")).isEqualTo(3);
        assertThatThrownBy(() -> bank.asOf(new Position(last.lineage(), 4))).isInstanceOf(BadRequest.class)
                .hasMessageContaining("position 4 is beyond the head, 3");
    }

    @Test
    void what_is_no_longer_retained_is_refused_also_after_a_start_without_index() {
        var first = deposit("a", 1);
        var sixth = deposit("b", 5);
        var last = deposit("a", 59);
        retain(50);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> bank.asOf(first)).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("the event at position 1 was removed");
            assertThatThrownBy(() -> asOf(last, "a")).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("events of account a were removed");
            assertThatThrownBy(() -> bank.asOf(Instant.MAX).read(Bank.BALANCE, "a")).isInstanceOf(BadRequest.class);
            assertThat(asOf(sixth, "b")).as("all of it is there").isEqualTo(5);
            assertThat(asOf(last, "b")).isEqualTo(5);
            assertThat(asOf(last, "never")).isZero();
            bank.close();
            disk.list("index").forEach(name -> disk.delete("index/" + name));
            bank = open();
        }
    }

    /** It is filed under two accounts, and goes with the first. */
    @Test
    void it_is_refused_too_where_another_stream_s_retention_has_removed_something() {
        deposit("b", 1);
        deposit("a", 5);
        bank.send(new Move("a", "b", 5));
        var last = deposit("a", 60);
        assertThat(bank.asOf(Bank.ACCOUNT, "b", 2).read(Bank.BALANCE, "b")).isEqualTo(6);
        retain(50);
        assertThat(bank.read(Bank.BALANCE, "b")).as("at hand").isEqualTo(1);
        assertThatThrownBy(() -> bank.asOf(Bank.ACCOUNT, "b", 2)).isInstanceOf(BadRequest.class)
                .hasMessageStartingWith("revision 2 of account/b was removed");
        assertThatThrownBy(() -> asOf(last, "b")).isInstanceOf(BadRequest.class)
                .hasMessageContaining("events of account b were removed");
    }

    @Test
    void what_is_since_books_were_closed_is_whole() {
        deposit("a", 60);
        bank.closeBooks(Bank.BALANCE, "a", _ -> List.of());
        var after = deposit("a", 2);
        deposit("b", 40);
        compact(AT_ONCE);
        assertThat(asOf(after, "a")).isEqualTo(2);
    }
}
