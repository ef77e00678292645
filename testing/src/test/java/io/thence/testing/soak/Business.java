// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.soak;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Decider;
import io.thence.Effect;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Next;
import io.thence.Policy;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.Saga;
import io.thence.store.Query;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;

/**
 * Orders that are charged, some of which are told and shipped too, by services outside; and transfers, which reserve,
 * wait, and are settled or given back. Orders of an account are numbered, without a gap.
 *
 * @param outside  calls the outside
 * @param troubles what handlers fail by
 */
record Business(Outside outside, Troubles troubles) {

    static final int CALLERS = 8;
    static final int ACCOUNTS_EACH = 8;

    /** Each command so far from the last is a transfer. */
    private static final int TRANSFER_EACH = 10;

    /** What has so many cents is not settled. */
    private static final int REFUSED_EACH = 7;

    /** Calls the outside, or asks it. */
    interface Outside {
        long call(Service service, String key, Ordered ordered) throws IOException, InterruptedException;

        Optional<Long> ask(Service service, String key) throws IOException, InterruptedException;
    }

    /** Fails at random. */
    interface Troubles {
        void strike(String where);
    }

    /** What is outside: each order with a number that can be divided by {@link #each} is called for, once. */
    enum Service {
        CHARGE(1), TELL(4), SHIP(10);

        final int each;

        Service(int each) {
            this.each = each;
        }

        boolean takes(Ordered ordered) {
            return ordered.number() % each == 0;
        }
    }

    record Order(String order, String account, long cents) {}

    record Book(String account, long number, long receipt) {}

    record Request(String transfer, String account, long cents) {}

    record Reserve(String transfer, String account, long cents) {}

    record Release(String transfer, String account, long cents) {}

    record Settle(String transfer, String account, long cents) {}

    sealed interface Happening {
        String account();
    }

    record Ordered(String order, String account, long number, long cents) implements Happening {}

    record Booked(String account, long number, long receipt) implements Happening {}

    record Requested(String transfer, String account, long cents) implements Happening {}

    record Reserved(String transfer, String account, long cents) implements Happening {}

    record Released(String transfer, String account, long cents) implements Happening {}

    record Settled(String transfer, String account, long cents) implements Happening {}

    record Transfer(String transfer, String account, long cents) {}

    static final Key<String> ACCOUNT = Key.of("account");
    static final Key<String> TRANSFER = Key.of("transfer");

    static final Events<Happening> EVENTS = Events.of(Happening.class)
            .type("soak.ordered", Ordered.class, ACCOUNT.of(Ordered::account))
            .type("soak.booked", Booked.class, ACCOUNT.of(Booked::account))
            .type("soak.requested", Requested.class, TRANSFER.of(Requested::transfer))
            .type("soak.reserved", Reserved.class, ACCOUNT.of(Reserved::account))
            .type("soak.released", Released.class, ACCOUNT.of(Released::account))
            .type("soak.settled", Settled.class, ACCOUNT.of(Settled::account));

    /** All that happens, without what the library writes down for itself. */
    static final Query ALL = Query.types(Set.of("soak.ordered", "soak.booked", "soak.requested", "soak.reserved",
            "soak.released", "soak.settled"));

    static final Fold<String, Long> LAST = Fold.by(ACCOUNT).from(0L).on(Ordered.class, (_, e) -> e.number());

    static final Decider<Order, Happening> ORDERING = Decider.of(Order.class, EVENTS).writing(Ordered.class)
            .reading(LAST, Order::account)
            .decide((c, last) -> accept(new Ordered(c.order(), c.account(), last + 1, c.cents())));
    static final Decider<Book, Happening> BOOKING = Decider.of(Book.class, EVENTS).writing(Booked.class)
            .decide(c -> accept(new Booked(c.account(), c.number(), c.receipt())));
    static final Decider<Request, Happening> REQUESTING = Decider.of(Request.class, EVENTS).writing(Requested.class)
            .decide(c -> accept(new Requested(c.transfer(), c.account(), c.cents())));
    static final Decider<Reserve, Happening> RESERVING = Decider.of(Reserve.class, EVENTS).writing(Reserved.class)
            .decide(c -> accept(new Reserved(c.transfer(), c.account(), c.cents())));
    static final Decider<Release, Happening> RELEASING = Decider.of(Release.class, EVENTS).writing(Released.class)
            .decide(c -> accept(new Released(c.transfer(), c.account(), c.cents())));
    static final Decider<Settle, Happening> SETTLING = Decider.of(Settle.class, EVENTS).writing(Settled.class)
            .decide(c -> isSettled(c.cents()) ? accept(new Settled(c.transfer(), c.account(), c.cents()))
                    : refuse("not these"));

    static final Ask<Transfer, Reserve> RESERVE = Ask.of("reserve", Reserve.class)
            .undo(Release.class, (_, c) -> new Release(c.transfer(), c.account(), c.cents()));
    static final Ask<Transfer, Settle> SETTLE = Ask.of("settle", Settle.class);

    static final Projection SUMS = Projection.sql("sums", 1, "create table sums (account varchar primary key,"
                    + " orders bigint default 0, cents bigint default 0, last_number bigint default 0,"
                    + " receipts bigint default 0, held bigint default 0, settled bigint default 0)")
            .on(Ordered.class, (db, e) -> db.row("sums", e.account()).add("orders", 1).add("cents", e.cents())
                    .set("last_number", e.number()))
            .on(Booked.class, (db, e) -> db.row("sums", e.account()).add("receipts", e.receipt()))
            .on(Reserved.class, (db, e) -> db.row("sums", e.account()).add("held", e.cents()))
            .on(Released.class, (db, e) -> db.row("sums", e.account()).add("held", -e.cents()))
            .on(Settled.class, (db, e) -> db.row("sums", e.account()).add("held", -e.cents())
                    .add("settled", e.cents()))
            .parallelBy(ACCOUNT);

    private static final Policy POLICY =
            Policy.DEFAULT.attempts(4).resting(Duration.ofMillis(50), Duration.ofSeconds(1)).deadLettersMax(10_000);

    static boolean isTransfer(int n) {
        return n % TRANSFER_EACH == TRANSFER_EACH - 1;
    }

    static boolean isSettled(long cents) {
        return cents % REFUSED_EACH != 0;
    }

    static String id(int caller, int n) {
        return caller + "-" + n;
    }

    static String account(int caller, int n) {
        return "a" + caller + "-" + n * 7_919L % ACCOUNTS_EACH;
    }

    static long cents(int n) {
        return 1 + n * 37L % 1_000;
    }

    /** What a caller sends as its {@code n}-th: the same in every life. */
    static Object command(int caller, int n) {
        return isTransfer(n) ? new Request(id(caller, n), account(caller, n), cents(n))
                : new Order(id(caller, n), account(caller, n), cents(n));
    }

    private Effect<Ordered, Long> effect(Service service) {
        return Effect.of(service.name().toLowerCase(Locale.ROOT), Ordered.class, Long.class)
                .calling((key, ordered) -> outside.call(service, key, ordered));
    }

    /** The parts of it, which are made once in a life. */
    Parts parts() {
        var charge = effect(Service.CHARGE);
        var tell = effect(Service.TELL).asking((key, _) -> outside.ask(Service.TELL, key));
        var ship = effect(Service.SHIP).parking();
        var till = Reaction.named("till").sending(Book.class).calling(charge, tell, ship).policy(POLICY)
                .on(Ordered.class, (ordered, out) -> {
                    troubles.strike("before the charge");
                    long receipt = out.call(charge, ordered);
                    troubles.strike("after the charge");
                    if (Service.TELL.takes(ordered)) {
                        out.call(tell, ordered);
                    }
                    if (Service.SHIP.takes(ordered)) {
                        out.call(ship, ordered);
                    }
                    out.send(new Book(ordered.account(), ordered.number(), receipt));
                    troubles.strike("after the booking");
                });
        var saga = Saga.named("moving").by(TRANSFER).from(new Transfer("", "", 0)).policy(POLICY)
                .startsOn(Requested.class, (_, e) -> begun(e))
                .on(RESERVE, Reserved.class, (t, _) -> Next.state(t).wake("settle", Duration.ofMillis(t.cents())))
                .onRefused(RESERVE, (t, _) -> Next.state(t).done()) // it never is
                .onWake("settle", t -> {
                    troubles.strike("at the wake");
                    return Next.state(t).ask(SETTLE, new Settle(t.transfer(), t.account(), t.cents()));
                })
                .on(SETTLE, Settled.class, (t, _) -> Next.state(t).done())
                .onRefused(SETTLE, (t, _) -> Next.state(t).compensate());
        return new Parts(till, saga, Application.named("soak").with(EVENTS, ORDERING, BOOKING, REQUESTING, RESERVING,
                RELEASING, SETTLING, SUMS, till, saga));
    }

    private Next<Transfer> begun(Requested e) {
        troubles.strike("at the start");
        return Next.state(new Transfer(e.transfer(), e.account(), e.cents()))
                .ask(RESERVE, new Reserve(e.transfer(), e.account(), e.cents()));
    }

    /** What it consists of. */
    record Parts(Reaction till, Saga<String, Transfer> moving, Application application) {}
}
