// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import io.thence.examples.shop.ShopCommand.AddLines;
import io.thence.examples.shop.ShopCommand.AdjustAccount;
import io.thence.examples.shop.ShopCommand.PlaceOrder;
import io.thence.examples.shop.ShopCommand.RefuseLine;
import io.thence.examples.shop.ShopCommand.ReturnGoods;
import io.thence.examples.shop.input.InvoiceLine;
import io.thence.examples.shop.input.RefusedLine;
import io.thence.examples.shop.input.Run;
import io.thence.examples.shop.input.Runs;
import io.thence.run.Thence;
import io.thence.store.ContentHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Turns runs of invoice lines into commands and sends them, one after the other. It knows no stock, no totals and no
 * products. Before it goes on to another hour it lets the shop's reactions end what they have begun, so that each
 * delivery is booked in before the hour in which it arrives.
 */
public final class Feed {

    private static final Duration DRAIN = Duration.ofMinutes(1);

    private final Thence shop;
    private final Origin origin;
    private final Watcher watcher;
    private Instant hour = Instant.MIN;
    private long sent;
    private long repeated;

    /**
     * A feed for {@code shop}.
     *
     * @param source where the lines come from, such as a file's name; stands with the events and changes nothing
     */
    public Feed(Thence shop, String source, Watcher watcher) {
        this.shop = shop;
        this.origin = Origin.of(source);
        this.watcher = watcher;
    }

    /** Is told what the feed does. */
    public interface Watcher {
        /** A run is about to be sent; it may wait, to keep a pace. */
        void before(Instant at);

        /** A command was answered. */
        void answered(Outcome outcome);

        /** A line is refused. */
        void refused(RefusedLine line);
    }

    /** Commands that were sent. */
    public long sent() {
        return sent;
    }

    /** Commands that had been sent before, with the same content. */
    public long repeated() {
        return repeated;
    }

    /** Feeds everything, and waits until the shop has dealt with it. */
    public void feed(Runs runs) {
        for (var next = runs.next(); next.isPresent(); next = runs.next()) {
            switch (next.get()) {
                case Run run -> feed(run);
                case RefusedLine line -> refuse(line);
            }
        }
        drain();
    }

    private void feed(Run run) {
        var runHour = run.at().truncatedTo(ChronoUnit.HOURS);
        if (!runHour.equals(hour)) {
            drain();
            hour = runHour;
        }
        watcher.before(run.at());
        var id = run.invoice() + "/" + run.at().truncatedTo(ChronoUnit.MINUTES) + "/" + run.ordinal();
        var outcome = send(run, id);
        switch (outcome) {
            case Outcome.Accepted _ -> {}
            case Outcome.IdReused _ -> refuse(run, "command " + id + " was sent before with other lines");
            case Outcome.Refused refused -> refuse(run, refused.refusal().reason());
            case Outcome.Conflicted conflicted ->
                throw new BadRequest("command " + id + " met " + conflicted.attempts()
                        + " conflicts: is something else feeding this shop? Run again: what was fed is recognised");
        }
    }

    /** The command that a run is. */
    static ShopCommand command(Run run) {
        var lines = run.lines().stream().map(Feed::line).toList();
        return switch (run.kind()) {
            case RETURN -> new ReturnGoods(run.invoice(), run.at(), lines);
            case ADJUSTMENT -> new AdjustAccount(run.invoice(), run.at(), lines);
            case SALE -> run.first()
                    ? new PlaceOrder(run.invoice(), run.at(), lines)
                    : new AddLines(run.invoice(), run.at(), lines);
        };
    }

    private Outcome send(Run run, String id) {
        var command = command(run);
        var outcome = send(command, id);
        // The first run of an invoice in this input: an earlier input may have held an earlier one.
        boolean known = outcome instanceof Outcome.Refused || outcome instanceof Outcome.IdReused;
        return known && command instanceof PlaceOrder order
                ? send(new AddLines(order.invoice(), order.at(), order.lines()), id) : outcome;
    }

    private Outcome send(ShopCommand command, String id) {
        var outcome = shop.send(command, Send.as(id).from(origin));
        watcher.answered(outcome);
        if (outcome instanceof Outcome.Accepted accepted) {
            count(accepted.repeated());
        }
        return outcome;
    }

    private void count(boolean again) {
        sent++;
        if (again) {
            repeated++;
        }
    }

    private static Line line(InvoiceLine line) {
        return new Line(line.stockCode(), line.description(), line.quantity(), line.price(), line.customer(),
                line.country());
    }

    private void refuse(Run run, String reason) {
        run.lines().forEach(line ->
                refuse(new RefusedLine(line.number(), line.text(), reason, Optional.of(line.at()))));
    }

    private void refuse(RefusedLine line) {
        watcher.refused(line);
        var text = ContentHash.sha256(line.text().getBytes(StandardCharsets.UTF_8)).hex();
        var command = new RefuseLine(line.number(), line.text(), line.reason());
        var outcome = send(command, "line/" + line.number() + "/" + text);
        if (outcome instanceof Outcome.IdReused) {
            count(true); // the same line, refused for a reason that was worded differently
        }
    }

    private void drain() {
        if (!shop.await(Shop.REORDER, shop.store().head(), DRAIN)) {
            throw new Behind(shop.progress(Shop.REORDER) + ", and did not come further in " + DRAIN
                    + ": run again; what was fed is recognised");
        }
    }
}
