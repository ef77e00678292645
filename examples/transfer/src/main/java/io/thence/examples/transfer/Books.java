// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.transfer;

import io.thence.Projection;
import io.thence.examples.transfer.TransferEvent.Closed;
import io.thence.examples.transfer.TransferEvent.Given;
import io.thence.examples.transfer.TransferEvent.GivenBack;
import io.thence.examples.transfer.TransferEvent.Opened;
import io.thence.examples.transfer.TransferEvent.Requested;
import io.thence.examples.transfer.TransferEvent.Taken;

/** The bank's read models: what is in each account, and what each transfer has moved. Money is in haleru. */
public final class Books {

    private Books() {}

    /** The part that fills them. */
    public static final Projection PROJECTION = Projection.sql("books", 1,
            "create table accounts (account int primary key, opening bigint, haleru bigint default 0,"
                    + " closed int default 0)",
            "create table transfers (transfer varchar primary key, haleru bigint, taken bigint default 0,"
                    + " given bigint default 0, given_back bigint default 0)")
            .on(Opened.class, (tables, e) -> tables.row("accounts", e.account())
                    .set("opening", e.haleru()).add("haleru", e.haleru()))
            .on(Closed.class, (tables, e) -> tables.row("accounts", e.account()).set("closed", 1))
            .on(Requested.class, (tables, e) -> tables.row("transfers", e.transfer()).set("haleru", e.haleru()))
            .on(Taken.class, (tables, e) -> {
                tables.row("accounts", e.account()).add("haleru", -e.haleru());
                tables.row("transfers", e.transfer()).add("taken", e.haleru());
            })
            .on(Given.class, (tables, e) -> {
                tables.row("accounts", e.account()).add("haleru", e.haleru());
                tables.row("transfers", e.transfer()).add("given", e.haleru());
            })
            .on(GivenBack.class, (tables, e) -> {
                tables.row("accounts", e.account()).add("haleru", e.haleru());
                tables.row("transfers", e.transfer()).add("given_back", e.haleru());
            });
}
