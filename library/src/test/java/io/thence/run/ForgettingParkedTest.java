// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Projection;
import io.thence.club.Club;
import io.thence.club.ClubCommand.Visit;
import io.thence.club.ClubEvent.Visited;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.club.Club.MEMBER;
import static io.thence.club.Club.MEMBERS;
import static org.assertj.core.api.Assertions.assertThat;

/** What waits in a projection, and why, is forgotten with the person that it is about. */
class ForgettingParkedTest {

    @TempDir
    private Path data;

    private Thence run(Projection members) {
        var club = Application.named("club").with(Club.EVENTS, Club.JOINING, Club.VISITING, members);
        return Thence.run(club, Engine.at(data));
    }

    @Test
    void a_person_is_forgotten_also_where_its_key_is_parked_with_words_about_it() throws IOException {
        var failing = MEMBERS.on(Visited.class, (_, event) -> {
            throw new IllegalStateException("what " + ForgettingTest.EMAIL + " did for " + event.minutes());
        });
        try (var club = run(failing)) {
            ForgettingTest.write(club);
            club.send(new Visit(ForgettingTest.EMAIL, 13));
            club.await(failing, club.store().head(), Duration.ofMinutes(1));
            assertThat(ForgettingTest.found(data)).as("the proof can fail").isNotEmpty();
            club.forget(MEMBER, ForgettingTest.EMAIL);
            assertThat(ForgettingTest.found(data)).isEmpty();
        }
        run(MEMBERS).close();
        assertThat(ForgettingTest.found(data)).as("what was parked is handled now").isEmpty();
    }
}
