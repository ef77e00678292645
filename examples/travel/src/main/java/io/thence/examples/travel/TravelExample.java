// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.Application;
import io.thence.ThenceException.BadRequest;
import io.thence.examples.Example;
import io.thence.examples.ExampleOptions;
import io.thence.examples.Questions;
import io.thence.examples.Sender;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thence example travel}. */
@Command(
        name = "travel",
        mixinStandardHelpOptions = true,
        description = "Bookings of two Portuguese hotels: what was on the books, and a rule that never overbooks.",
        footer = {
            "",
            "Examples:",
            "  thence example travel",
            "  thence example travel --only K12 --hotel 'Resort Hotel' --rooms 150 --json"
        })
public final class TravelExample implements Example, Subcommand {

    @Spec
    @SuppressWarnings("NullAway.Init") // set before anything is called
    private CommandSpec spec;

    @Mixin
    private ExampleOptions options = new ExampleOptions();

    @Option(names = "--as-of", paramLabel = "DATE",
            description = "K3: at the end of which day; default: ${DEFAULT-VALUE}.")
    LocalDate asOf = LocalDate.of(2016, 6, 30);

    @Option(names = "--hotel", paramLabel = "NAME", description = "K12: which hotel; default: ${DEFAULT-VALUE}.")
    String hotel = "City Hotel";

    @Option(names = "--rooms", paramLabel = "N", description = "K12: how many rooms it has; default: ${DEFAULT-VALUE}.")
    int rooms = 200;

    @Override
    public int run(Terminal terminal) throws IOException {
        if (rooms < 0) {
            throw new ParameterException(spec.commandLine(), "--rooms is 0 or more, not " + rooms);
        }
        return options.run(this, terminal);
    }

    @Override
    public Application application() {
        return Hotels.APPLICATION;
    }

    @Override
    public List<String> files() {
        return List.of(BookingsFile.NAME);
    }

    @Override
    public void check() throws IOException {
        var known = BookingsFile.hotels();
        if (!known.contains(hotel)) {
            throw new BadRequest("--hotel: there is no '" + hotel + "': there are " + String.join(", ", known));
        }
    }

    @Override
    public void feed(Sender sender) throws IOException {
        BookingsFile.feed(sender);
    }

    @Override
    public Questions questions() {
        return Questions.NONE
                .with("K3", "placed, not closed and not arrived at the end of " + asOf + ": hotel | bookings | nights",
                        hotels -> OpenBookings.of(hotels, asOf))
                .with("K12", "had " + hotel + " only " + rooms + " rooms: asked for | refused | active at the end"
                        + " | nights of those", hotels -> new SmallHotel(hotel, rooms).replay(hotels));
    }
}
