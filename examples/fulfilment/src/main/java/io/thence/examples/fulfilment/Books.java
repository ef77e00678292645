// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment;

import io.thence.Application;
import io.thence.Projection;
import io.thence.Source;
import io.thence.examples.fulfilment.events.Item;
import io.thence.examples.fulfilment.events.OrderEvent;
import io.thence.examples.fulfilment.events.OrderEvent.BackOrdered;
import io.thence.examples.fulfilment.events.OrderEvent.ItemsCancelled;
import io.thence.examples.fulfilment.events.OrderEvent.OrderClosed;
import io.thence.examples.fulfilment.events.OrderEvent.OrderPlaced;
import io.thence.examples.fulfilment.events.OrderEvents;
import io.thence.examples.fulfilment.events.ParcelEvent;
import io.thence.examples.fulfilment.events.ParcelEvent.ParcelSent;
import io.thence.examples.fulfilment.events.ParcelEvents;
import io.thence.examples.fulfilment.events.StockEvent;
import io.thence.examples.fulfilment.events.StockEvent.GoodsPicked;
import io.thence.examples.fulfilment.events.StockEvent.GoodsPutBack;
import io.thence.examples.fulfilment.events.StockEvent.GoodsShort;
import io.thence.examples.fulfilment.events.StockEvent.ShelfFilled;
import io.thence.examples.fulfilment.events.StockEvents;

/** Follows all the others, and tells nobody anything: tables for reports. */
public interface Books {

    /** Orders, returns and articles, in pieces. */
    Projection PROJECTION = Projection.sql("books", 1,
            """
            create table orders (order_no varchar primary key, lines bigint, ordered bigint, picked bigint default 0,
              short_lines bigint default 0, short bigint default 0, back_ordered bigint default 0,
              cancelled bigint default 0, parcels bigint default 0, sent bigint default 0, closed int default 0)
            """,
            "create table put_backs (order_no varchar primary key, pieces bigint)",
            "create table articles (code varchar primary key, shelf bigint default 0, short bigint default 0,"
                    + " cancelled bigint default 0)")
            .on(OrderPlaced.class, (tables, e) -> tables.row("orders", e.order())
                    .set("lines", e.items().size()).set("ordered", Item.pieces(e.items())))
            .on(ShelfFilled.class, (tables, e) -> tables.row("articles", e.code()).add("shelf", e.pieces()))
            .on(GoodsPicked.class, (tables, e) -> {
                tables.row("orders", e.order()).add("picked", Item.pieces(e.items()));
                e.items().forEach(item -> tables.row("articles", item.code()).add("shelf", -item.pieces()));
            })
            .on(GoodsShort.class, (tables, e) -> {
                tables.row("orders", e.order()).add("short_lines", e.items().size())
                        .add("short", Item.pieces(e.items()));
                e.items().forEach(item -> tables.row("articles", item.code()).add("short", item.pieces()));
            })
            .on(GoodsPutBack.class, (tables, e) -> {
                tables.row("put_backs", e.order()).set("pieces", Item.pieces(e.items()));
                e.items().forEach(item -> tables.row("articles", item.code()).add("shelf", item.pieces()));
            })
            .on(BackOrdered.class, (tables, e) ->
                    tables.row("orders", e.order()).add("back_ordered", Item.pieces(e.items())))
            .on(ItemsCancelled.class, (tables, e) -> {
                tables.row("orders", e.order()).add("cancelled", Item.pieces(e.items()));
                e.items().forEach(item -> tables.row("articles", item.code()).add("cancelled", item.pieces()));
            })
            .on(ParcelSent.class, (tables, e) ->
                    tables.row("orders", e.order()).add("parcels", 1).add("sent", Item.pieces(e.items())))
            .on(OrderClosed.class, (tables, e) -> tables.row("orders", e.order()).add("closed", 1));

    Application APPLICATION = Application.named("books")
            .with(OrderEvents.EVENTS, StockEvents.EVENTS, ParcelEvents.EVENTS, PROJECTION)
            .with(Source.named("others").bringing(OrderEvent.class).bringing(StockEvent.class)
                    .bringing(ParcelEvent.class));
}
