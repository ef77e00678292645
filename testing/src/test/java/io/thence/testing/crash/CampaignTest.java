// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The campaign of crash points: in large by its profile, in small to see that it goes on where it was ended. */
class CampaignTest {

    @Test
    @Tag("campaign")
    void aMillionCrashPoints() throws Exception {
        Runs.quietly();
        long points = Long.getLong("thence.campaign.points", 1_000_000);
        var file = Path.of(System.getProperty("thence.campaign.state", "target/campaign/crash-points"));
        var histogram = new Campaign(points, file).run();
        System.out.println(histogram);
        assertThat(histogram.branches().values()).as("points of each branch of recovery")
                .allSatisfy(count -> assertThat(count).isGreaterThanOrEqualTo(points / 1_000));
    }

    @Test
    void itGoesOnWhereItWasEndedAndCountsNoPointTwice(@TempDir Path folder) throws Exception {
        Runs.quietly();
        var file = folder.resolve("state");
        var first = new Campaign(1, file).run();
        var again = new Campaign(1, file).run();
        assertThat(again.toString()).isEqualTo(first.toString());
        var more = new Campaign(first.points() + 1, file).run();
        assertThat(more.points()).isGreaterThan(first.points());
        assertThat(more.operations().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(more.points());
    }
}
