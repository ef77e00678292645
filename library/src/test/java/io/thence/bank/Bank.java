// SPDX-License-Identifier: Apache-2.0
package io.thence.bank;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.bank.BankCommand.AtCounter;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Empty;
import io.thence.bank.BankCommand.Levy;
import io.thence.bank.BankCommand.Move;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankCommand.Open;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent.Booked;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Moved;
import io.thence.bank.BankEvent.Noted;
import io.thence.bank.BankEvent.Opened;
import io.thence.bank.BankEvent.Withdrawn;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/** The bank's parts. */
public interface Bank {
    Key<String> ACCOUNT = Key.of("account");
    Key<String> OWNER = Key.of("owner");

    Events<BankEvent> EVENTS = Events.of(BankEvent.class)
            .type("account.opened", Opened.class, ACCOUNT.of(Opened::account), OWNER.of(Opened::owner))
            .type("account.deposited", Deposited.class, ACCOUNT.of(Deposited::account))
            .type("account.withdrawn", Withdrawn.class, ACCOUNT.of(Withdrawn::account))
            .type("money.moved", Moved.class, ACCOUNT.each(moved -> List.of(moved.from(), moved.to())))
            .type("note.made", Noted.class);

    Fold<String, Long> BALANCE = Fold.by(ACCOUNT).from(0L)
            .on(Booked.class, (cents, event) ->
                    event instanceof Deposited ? cents + event.cents() : cents - event.cents())
            .onEach(Moved.class, (account, cents, moved) -> cents
                    - (account.equals(moved.from()) ? moved.cents() : 0)
                            + (account.equals(moved.to()) ? moved.cents() : 0));

    Fold<String, String> HOLDER = Fold.by(ACCOUNT).from("").on(Opened.class, (_, event) -> event.owner());

    Fold<String, Integer> ACCOUNTS_HELD = Fold.by(OWNER).from(0).on(Opened.class, (held, _) -> held + 1);

    Decider<AtCounter, BankEvent> COUNTER = Decider.of(AtCounter.class, EVENTS)
            .reading(BALANCE, AtCounter::account)
            .decide((command, balance) -> switch (command) {
                case Deposit deposit -> accept(new Deposited(deposit.account(), deposit.cents()));
                case Withdraw withdraw when withdraw.cents() > balance -> refuse("there are only " + balance);
                case Withdraw withdraw -> accept(new Withdrawn(withdraw.account(), withdraw.cents()));
                case Empty empty -> accept(LongStream.range(0, balance)
                        .mapToObj(_ -> new Withdrawn(empty.account(), 1)).toList());
            });

    Decider<Open, BankEvent> OPENING = Decider.of(Open.class, EVENTS)
            .reading(HOLDER, Open::account)
            .reading(ACCOUNTS_HELD, Open::owner)
            .decide((open, holder, held) -> {
                if (!holder.isEmpty()) {
                    return refuse("it is " + holder + "'s");
                }
                return held == 2 ? refuse("two accounts already") : accept(new Opened(open.account(), open.owner()));
            });

    Decider<Move, BankEvent> MOVING = Decider.of(Move.class, EVENTS)
            .reading(BALANCE, Move::from)
            .decide((move, balance) -> move.cents() > balance ? refuse("there are only " + balance)
                    : accept(new Moved(move.from(), move.to(), move.cents())));

    Decider<Levy, BankEvent> LEVYING = Decider.of(Levy.class, EVENTS)
            .readingEach(BALANCE, Levy::accounts)
            .decide(Bank::levy);

    Decider<Note, BankEvent> NOTING = Decider.of(Note.class, EVENTS).writing(Noted.class)
            .decide(note -> accept(new Noted(note.text())));

    Application APPLICATION = Application.named("bank").with(EVENTS, COUNTER, OPENING, MOVING, LEVYING, NOTING);

    private static Decision<BankEvent> levy(Levy levy, Map<String, Long> balances) {
        return accept(balances.entrySet().stream().filter(entry -> entry.getValue() >= levy.cents())
                .map(entry -> new Withdrawn(entry.getKey(), levy.cents())).toList());
    }
}
