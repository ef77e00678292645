// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.Start;
import io.thence.Stretch;
import io.thence.ThenceException.BadRequest;
import io.thence.processor.Control;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which events are to be handled: from where on, and up to where. */
final class StartOptions {

    @ArgGroup(multiplicity = "1")
    final Place place = new Place();

    @Option(names = "--until", paramLabel = "N",
            description = "Up to position N, which was handled before; then it goes on where it was.")
    Optional<Long> until = Optional.empty();

    /** Where that is. */
    static final class Place {
        @Option(names = "--beginning", required = true, description = "With the first event.")
        boolean beginning;

        @Option(names = "--after", paramLabel = "N", required = true, description = "With what comes after position N.")
        Optional<Long> after = Optional.empty();

        @Option(names = "--at", paramLabel = "TIME", required = true,
                description = "With the first event that was stored then or later, as in 2026-03-01T00:00:00Z.")
        Optional<Instant> at = Optional.empty();

        @Option(names = "--end", required = true, description = "With what happens from now on.")
        boolean end;
    }

    /** The same, in the log of {@code told}. */
    Stretch in(Control told) {
        var start = start(told);
        return until.<Stretch>map(last -> start.until(told.position(last))).orElse(start);
    }

    private Start start(Control told) {
        if (place.at.isPresent()) {
            return Start.at(place.at.get());
        }
        if (place.after.isPresent()) {
            long number = place.after.get();
            if (number < 0) {
                throw new BadRequest("--after is the number of a position, or 0 for before the first: not " + number);
            }
            return Start.after(told.position(number));
        }
        return place.end ? Start.END : Start.BEGINNING;
    }
}
