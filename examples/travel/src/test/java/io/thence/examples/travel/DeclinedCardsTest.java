// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.examples.DataSets;
import io.thence.examples.Sender;
import io.thence.examples.travel.booking.DepositSaga;
import io.thence.examples.travel.payment.CardCompany;
import io.thence.run.Deployed;
import io.thence.run.Engine;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Some of the real bookings, where many cards are declined: those whose both cards are, are lost to the hotel. */
class DeclinedCardsTest {

    @ParameterizedTest
    @CsvSource({"60, 300, 7", "90, 1000, 8"})
    void a_booking_without_its_deposit_is_released(int every, int declined, long seed) throws IOException {
        var example = new TravelExample();
        DataSets.missing(example.files()).ifPresent(Assumptions::abort);
        example.every = every;
        example.declined = declined;
        example.seed = seed;
        var plain = PlainHotel.read().only(line -> line.number() % every == 0);
        var deposits = new PlainDeposits(plain, CardCompany.declining(declined, seed));
        var kept = plain.only(line -> !deposits.isReleased(line));
        assertThat(kept.lines().size()).isLessThan(plain.lines().size());
        try (var deployed = Deployed.run(example.deployment(), Engine.inMemory())) {
            var booking = deployed.of("booking");
            example.feed(new Sender(booking, Sender.Watcher.NONE));
            Calendar.settle(deployed);
            assertThat(booking.saga(DepositSaga.SAGA).unfinished(1)).isEmpty();
            for (int times = 0; times < 2; times++) {
                var questions = example.questions();
                assertThat(questions.ask("D1", booking)).isEqualTo(deposits.deposits());
                assertThat(questions.ask("D2", booking)).isEqualTo(deposits.mails());
                assertThat(questions.ask("K1", booking)).isEqualTo(kept.statuses());
                assertThat(questions.ask("K10", booking)).isEqualTo(kept.revenue());
                example.feed(new Sender(booking, Sender.Watcher.NONE)); // again, which changes nothing
                Calendar.settle(deployed);
            }
        }
    }
}
