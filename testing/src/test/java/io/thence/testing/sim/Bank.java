// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Projection;
import io.thence.Reaction;
import java.util.List;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/** A bank that moves money between accounts, never below zero, and gives a penny for each round transfer. */
interface Bank {

    sealed interface BankEvent {
        record Opened(String account, long cents) implements BankEvent {}

        record Moved(String from, String to, long cents) implements BankEvent {
            List<String> accounts() {
                return List.of(from, to);
            }
        }

        record Rewarded(String account, long cents) implements BankEvent {}
    }

    sealed interface BankCommand {
        record Open(String account, long cents) implements BankCommand {}

        record Move(String from, String to, long cents) implements BankCommand {
            List<String> accounts() {
                return List.of(from, to);
            }
        }

        record Reward(String account, long cents) implements BankCommand {}
    }

    Key<String> ACCOUNT = Key.of("account");

    Events<BankEvent> EVENTS = Events.of(BankEvent.class)
            .type("account.opened", BankEvent.Opened.class, ACCOUNT.of(BankEvent.Opened::account))
            .type("money.moved", BankEvent.Moved.class, ACCOUNT.each(BankEvent.Moved::accounts))
            .type("account.rewarded", BankEvent.Rewarded.class, ACCOUNT.of(BankEvent.Rewarded::account));

    /** -1 is an account that is not open. */
    Fold<String, Long> BALANCE = Fold.by(ACCOUNT).from(-1L)
            .on(BankEvent.Opened.class, (_, e) -> e.cents())
            .onEach(BankEvent.Moved.class, (account, cents, e) -> cents + change(account, e))
            .on(BankEvent.Rewarded.class, (cents, e) -> cents + e.cents())
            .snapshotEvery(4);

    static long change(String account, BankEvent.Moved e) {
        return (account.equals(e.to()) ? e.cents() : 0) - (account.equals(e.from()) ? e.cents() : 0);
    }

    static boolean isRound(BankEvent.Moved e) {
        return e.cents() % 5 == 0;
    }

    Decider<BankCommand.Open, BankEvent> OPENING = Decider.of(BankCommand.Open.class, EVENTS)
            .reading(BALANCE, BankCommand.Open::account)
            .decide((c, cents) -> cents >= 0
                    ? refuse(c.account() + " is open") : accept(new BankEvent.Opened(c.account(), c.cents())));

    Decider<BankCommand.Move, BankEvent> MOVING = Decider.of(BankCommand.Move.class, EVENTS)
            .readingEach(BALANCE, BankCommand.Move::accounts)
            .decide((c, cents) -> cents.get(c.from()) < c.cents() || cents.get(c.to()) < 0
                    ? refuse("no money") : accept(new BankEvent.Moved(c.from(), c.to(), c.cents())));

    Decider<BankCommand.Reward, BankEvent> REWARDING = Decider.of(BankCommand.Reward.class, EVENTS)
            .writing(BankEvent.Rewarded.class)
            .reading(BALANCE, BankCommand.Reward::account)
            .decide((c, _) -> accept(new BankEvent.Rewarded(c.account(), c.cents())));

    Projection BALANCES = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint, changes bigint)")
            .on(BankEvent.Opened.class, (db, e) ->
                    db.row("balances", e.account()).add("cents", e.cents()).add("changes", 1))
            .on(BankEvent.Moved.class, (db, e) -> {
                db.row("balances", e.from()).add("cents", -e.cents()).add("changes", 1);
                db.row("balances", e.to()).add("cents", e.cents()).add("changes", 1);
            })
            .on(BankEvent.Rewarded.class, (db, e) ->
                    db.row("balances", e.account()).add("cents", e.cents()).add("changes", 1));

    Reaction REWARDS = Reaction.named("rewards").sending(BankCommand.Reward.class)
            .on(BankEvent.Moved.class, (e, out) -> {
                if (isRound(e)) {
                    out.send(new BankCommand.Reward(e.from(), 1));
                }
            });

    Application APP = Application.named("bank")
            .with(EVENTS, OPENING, MOVING, REWARDING, BALANCES, REWARDS);
}
