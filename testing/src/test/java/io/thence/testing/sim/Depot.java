// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.Projection;
import java.util.TreeSet;

import static io.thence.Decision.accept;

/**
 * Goods on shelves. Tables of a shelf are all that was put on it, in order, so that what is lost, repeated or out of
 * its order shows; what is put there with a flaw they take in only while that is mended.
 */
final class Depot {

    /** Put on a shelf: an item that there is once. With a flaw, if that is not empty. */
    record Shelved(String shelf, String item, long pieces, String flaw) {}

    record Shelve(String shelf, String item, long pieces, String flaw) {}

    static final Key<String> SHELF = Key.of("shelf");

    static final Events<Shelved> EVENTS = Events.of(Shelved.class)
            .type("goods.shelved", Shelved.class, SHELF.of(Shelved::shelf));

    static final Decider<Shelve, Shelved> SHELVING = Decider.of(Shelve.class, EVENTS)
            .decide(c -> accept(new Shelved(c.shelf(), c.item(), c.pieces(), c.flaw())));

    private static final String[] TABLES = {
        "create table shelves (shelf varchar primary key, items varchar default '', pieces bigint default 0)",
        "create table counts (shelf varchar primary key, items bigint default 0)"
    };

    /** The flaws that are not mended now. */
    final TreeSet<String> flaws = new TreeSet<>();

    /** In lanes; what is annulled is undone. */
    final Projection inLanes = taking(Projection.sql("in-lanes", 1, TABLES))
            .onAnnulled(Shelved.class, (db, e) -> {
                db.row("shelves", e.shelf()).add("pieces", -e.pieces());
                db.run("update shelves set items = replace(items, ?, '') where shelf = ?", e.item() + ";", e.shelf());
                db.row("counts", e.shelf()).add("items", -1);
            })
            .parallelBy(SHELF);

    /** In one lane; the tables are made anew without what is annulled. */
    final Projection inOrder = taking(Projection.sql("in-order", 1, TABLES)).rebuildOnAnnul();

    /** In memory. */
    final DepotModel inMind = new DepotModel(flaws);

    final Application application =
            Application.named("depot").with(EVENTS, SHELVING, inLanes, inOrder, inMind.items);

    private Projection taking(Projection projection) {
        return projection.on(Shelved.class, (db, e) -> {
            db.row("shelves", e.shelf()).add("pieces", e.pieces());
            if (flaws.contains(e.flaw())) {
                throw new IllegalStateException(e.item() + " is flawed: " + e.flaw());
            }
            db.run("update shelves set items = items || ? where shelf = ?", e.item() + ";", e.shelf());
            db.row("counts", e.shelf()).add("items", 1);
        });
    }
}
