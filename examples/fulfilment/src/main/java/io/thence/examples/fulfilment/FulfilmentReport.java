// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment;

import io.thence.run.Thence;
import io.thence.view.ViewQuery;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.rows;
import static io.thence.examples.Questions.tables;

/** What the books say about orders and shelves. {@code ordering} is any of the applications that run. */
final class FulfilmentReport {

    private FulfilmentReport() {}

    private static ViewQuery books(Thence ordering) {
        return tables(ordering.deployed().of(Books.APPLICATION.name()), Books.PROJECTION);
    }

    /** F1: orders, their lines and pieces. */
    static String orders(Thence ordering) {
        return books(ordering).one("""
                select count(*) as orders, coalesce(sum(lines), 0) as lines, coalesce(sum(ordered), 0) as pieces
                from orders
                """, r -> row(r.number("orders"), r.number("lines"), r.number("pieces")));
    }

    /** F2: what the shelves gave, what they were short of, and what came back to them. */
    static String shelves(Thence ordering) {
        return books(ordering).one("""
                select coalesce(sum(short_lines), 0) as short_lines, coalesce(sum(short), 0) as short,
                  coalesce(sum(picked), 0) as picked,
                  (select coalesce(sum(pieces), 0) from put_backs) as put_back,
                  (select count(*) from articles where shelf = 0) as empty_shelves from orders
                """, r -> row(r.number("short_lines"), r.number("short"), r.number("picked"), r.number("put_back"),
                r.number("empty_shelves")));
    }

    /** F3: what became of the pieces that were ordered. */
    static String pieces(Thence ordering) {
        return books(ordering).one("""
                select coalesce(sum(sent), 0) as sent, coalesce(sum(back_ordered), 0) as back_ordered,
                  coalesce(sum(cancelled), 0) as cancelled from orders
                """, r -> row(r.number("sent"), r.number("back_ordered"), r.number("cancelled")));
    }

    /** F4: how orders ended. */
    static String ends(Thence ordering) {
        return books(ordering).one("""
                select count(*) filter (where closed = 1) as closed,
                  count(*) filter (where closed = 1 and sent = ordered) as whole,
                  count(*) filter (where closed = 1 and sent > 0 and cancelled > 0) as in_part,
                  count(*) filter (where closed = 1 and cancelled = ordered) as cancelled from orders
                """, r -> row(r.number("closed"), r.number("whole"), r.number("in_part"), r.number("cancelled")));
    }

    /** F5: parcels. */
    static String parcels(Thence ordering) {
        return books(ordering).one("""
                select coalesce(sum(parcels), 0) as parcels, count(*) filter (where parcels = 2) as two from orders
                """, r -> row(r.number("parcels"), r.number("two")));
    }

    /** F6: the articles that the shelves were short of most. */
    static String scarce(Thence ordering) {
        return rows(books(ordering).list("""
                select code, short, cancelled from articles where short > 0 order by short desc, code limit 5
                """, r -> row(r.text("code"), r.number("short"), r.number("cancelled"))));
    }

    /** F7: what the log says about all that. */
    static String stocktaking(Thence ordering) {
        var taking = Stocktaking.of(ordering.deployed().of(Books.APPLICATION.name()));
        return row(taking.open().size(), taking.faults().size());
    }
}
