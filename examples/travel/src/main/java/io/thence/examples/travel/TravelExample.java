// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.Application;
import io.thence.Deployment;
import io.thence.ThenceException.BadRequest;
import io.thence.examples.Example;
import io.thence.examples.ExampleOptions;
import io.thence.examples.Questions;
import io.thence.examples.Sender;
import io.thence.examples.travel.booking.Booking;
import io.thence.examples.travel.notification.Notification;
import io.thence.examples.travel.payment.CardCompany;
import io.thence.examples.travel.payment.Payment;
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
        description = "Two Portuguese hotels: booking, payment and notification over one store.",
        footer = {
            "",
            "Examples:",
            "  thence example travel",
            "  thence example travel --only K12 --hotel 'Resort Hotel' --rooms 150 --json",
            "  thence example travel --every 20 --declined 300 --only K1,D1,D2"
        })
public final class TravelExample implements Example, Subcommand {

    @Spec
    @SuppressWarnings("NullAway.Init") // set before anything is called
    private CommandSpec spec;

    @Mixin
    private ExampleOptions options = new ExampleOptions();

    @Option(names = "--year", paramLabel = "YEAR", description = "K2: which year; default: ${DEFAULT-VALUE}.")
    int year = 2016;

    @Option(names = "--as-of", paramLabel = "DATE",
            description = "K3: at the end of which day; default: ${DEFAULT-VALUE}.")
    LocalDate asOf = LocalDate.of(2016, 6, 30);

    @Option(names = "--night", paramLabel = "DATE", description = "K4: which night; default: ${DEFAULT-VALUE}.")
    LocalDate night = LocalDate.of(2016, 8, 15);

    @Option(names = "--late-days", paramLabel = "N",
            description = "K5: at most so many days before arrival; default: ${DEFAULT-VALUE}.")
    int lateDays = 3;

    @Option(names = "--window-days", paramLabel = "N",
            description = "K6 and K7: so many days are soon, and a window; default: ${DEFAULT-VALUE}.")
    int windowDays = 7;

    @Option(names = "--burst", paramLabel = "N",
            description = "K8: so many cancellations of one agent on one day; default: ${DEFAULT-VALUE}.")
    int burst = 30;

    @Option(names = "--hotel", paramLabel = "NAME", description = "K12: which hotel; default: ${DEFAULT-VALUE}.")
    String hotel = "City Hotel";

    @Option(names = "--rooms", paramLabel = "N", description = "K12: how many rooms it has; default: ${DEFAULT-VALUE}.")
    int rooms = 200;

    @Option(names = "--every", paramLabel = "N",
            description = "Only every so many-th booking, to be quick; default: ${DEFAULT-VALUE}.")
    int every = 1;

    @Option(names = "--declined", paramLabel = "N",
            description = "So many of a thousand cards are declined; default: ${DEFAULT-VALUE}.")
    int declined = 5;

    @Option(names = "--seed", paramLabel = "N", description = "Which ones; default: ${DEFAULT-VALUE}.")
    long seed = 2;

    @Override
    public int run(Terminal terminal) throws IOException {
        atLeast("--rooms", rooms, 0);
        atLeast("--late-days", lateDays, 0);
        atLeast("--window-days", windowDays, 1);
        atLeast("--burst", burst, 1);
        atLeast("--every", every, 1);
        if (declined < 0 || declined > CardCompany.CARDS) {
            throw new ParameterException(spec.commandLine(), "--declined is 0 to " + CardCompany.CARDS + ", not "
                    + declined);
        }
        return options.run(this, terminal);
    }

    private void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new ParameterException(spec.commandLine(), option + " is " + least + " or more, not " + value);
        }
    }

    @Override
    public Application application() {
        return Booking.APPLICATION;
    }

    @Override
    public Deployment deployment() {
        return Deployment.named("travel").with(Booking.APPLICATION,
                Payment.application(Payment.charging(CardCompany.declining(declined, seed))),
                Notification.APPLICATION);
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
        new Calendar(BookingsFile.read(every)).feed(sender);
    }

    @Override
    public Questions questions() {
        return Questions.NONE
                .with("K1", "hotel | how it ended | bookings", TravelReport::statuses)
                .with("K2", "months of " + year + ": month | bookings placed",
                        booking -> TravelReport.months(booking, year))
                .with("K3", "placed, not closed and not arrived at the end of " + asOf + ": hotel | bookings | nights",
                        booking -> TravelReport.open(booking, asOf))
                .with("K4", "rooms with guests in the night of " + night + ": hotel | rooms",
                        booking -> TravelReport.occupied(booking, night))
                .with("K5", "cancelled " + lateDays + " days before arrival or later: deposit | bookings",
                        booking -> TravelReport.late(booking, lateDays))
                .with("K6", "cancelled on the day of placing | within " + windowDays + " days after it",
                        booking -> TravelReport.quick(booking, windowDays))
                .with("K7", "windows of " + windowDays + " days from 1970-01-01 on, the five with most cancellations:"
                        + " first day | cancellations", booking -> TravelReport.windows(booking, windowDays))
                .with("K8", "days with " + burst + " or more cancellations of one agent | the most: agent | day"
                        + " | cancellations", booking -> TravelReport.bursts(booking, burst))
                .with("K9", "the ten countries with most kept bookings: country | bookings", TravelReport::countries)
                .with("K10", "bills of rooms: hotel | year of arrival | euro", TravelReport::revenue)
                .with("K11", "guests with a room of another type than they had booked: hotel | guests",
                        TravelReport::moved)
                .with("K12", "had " + hotel + " only " + rooms + " rooms: asked for | refused | active at the end"
                        + " | nights of those", booking -> new SmallHotel(hotel, rooms).replay(booking))
                .with("D1", "deposits: what became of them | how many | euro; and bookings released without one",
                        TravelReport::deposits)
                .with("D2", "mails: subject | how many", TravelReport::mails);
    }
}
