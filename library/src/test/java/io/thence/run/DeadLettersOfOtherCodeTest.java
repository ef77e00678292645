// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.DeadLetter;
import io.thence.Policy;
import io.thence.Reaction;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A dead letter says which code made it, and a start with other code says that it may be worth a retry. */
class DeadLettersOfOtherCodeTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Policy ONCE = Policy.DEFAULT.attempts(1);
    private static final Reaction FIRST = Reaction.named("mailer").policy(ONCE)
            .on(Deposited.class, (_, _) -> fail("no mail"));
    private static final Reaction SAME_ELSEWHERE = Reaction.named("mailer").policy(ONCE)
            .on(Deposited.class, (_, _) -> fail("no mail"));
    private static final Reaction OTHER = Reaction.named("mailer").policy(ONCE)
            .on(Deposited.class, (_, _) -> fail("no server"));
    /** It stands in a class of its own, of which nothing is known. */
    private static final Reaction UNKNOWN = Reaction.named("mailer").policy(ONCE)
            .on(Deposited.class, new Written());

    private final Logger logger = Logger.getLogger("io.thence.processor.ProcessorLog");
    private final Level before = logger.getLevel();
    private final Warnings warnings = new Warnings();

    @TempDir
    private Path folder;

    private static final class Written implements Reaction.Handler<Deposited> {
        private static final long serialVersionUID = 1L;

        @Override
        public void handle(Deposited event, Reaction.Out out) {
            fail("nobody knows");
        }
    }

    private static final class Warnings extends java.util.logging.Handler {
        private final List<String> said = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getMessage().contains("other code")) {
                said.add(record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static void fail(String why) {
        throw new IllegalStateException(why);
    }

    @BeforeEach
    void listen() {
        logger.addHandler(warnings);
        logger.setLevel(Level.WARNING);
    }

    @AfterEach
    void ignore() {
        logger.removeHandler(warnings);
        logger.setLevel(before);
    }

    private Thence run(Reaction mailer) {
        return Thence.run(Bank.APPLICATION.with(mailer), Engine.at(folder));
    }

    /** What waits, after two keys have failed, or all that waits was retried. */
    private List<DeadLetter> letters(Reaction mailer) {
        try (var bank = run(mailer)) {
            if (bank.store().head().number() == 0) {
                bank.send(new Deposit("a", 1));
                bank.send(new Deposit("b", 1));
                assertThat(bank.await(mailer, bank.store().head(), LONG)).isTrue();
            } else {
                bank.deadLetters(mailer).retryAll("anna", "other code");
                assertThat(bank.deadLetters(mailer).await(LONG)).isTrue();
            }
            return bank.deadLetters(mailer).list();
        }
    }

    @Test
    void a_start_with_other_code_says_so() {
        var first = letters(FIRST);
        assertThat(first).hasSize(2).allMatch(letter -> letter.code().matches("[0-9a-f]{12}"));
        run(FIRST).close();
        run(SAME_ELSEWHERE).close();
        run(UNKNOWN).close();
        assertThat(warnings.said).isEmpty();
        run(OTHER).close();
        assertThat(warnings.said).containsExactly("reaction 'mailer' has other code than what made 2 of its 2 dead"
                + " letters: if that mends them, have them retried");
        warnings.said.clear();
        var other = letters(OTHER);
        assertThat(other).hasSize(2).extracting(DeadLetter::code)
                .doesNotContain("").doesNotContain(first.getFirst().code());
        warnings.said.clear();
        run(OTHER).close();
        assertThat(warnings.said).isEmpty();
        run(FIRST).close();
        assertThat(warnings.said).hasSize(1);
    }

    @Test
    void what_code_cannot_be_compared_is_made_by_is_not_known() {
        assertThat(letters(UNKNOWN)).hasSize(2).allMatch(letter -> letter.code().isEmpty());
        run(FIRST).close();
        assertThat(warnings.said).isEmpty();
    }
}
