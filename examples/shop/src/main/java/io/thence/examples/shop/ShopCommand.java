// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What the shop can be asked to do. */
public sealed interface ShopCommand {

    /** A command about a run of invoice lines. */
    sealed interface OfInvoice extends ShopCommand {
        String invoice();

        Instant at();

        List<Line> lines();

        /** The stock codes of the lines, each once. */
        default Set<String> codes() {
            return Line.codes(lines());
        }
    }

    /** Sells goods. */
    sealed interface Sell extends OfInvoice {}

    /** Places an order: the first run of a sale's invoice. */
    record PlaceOrder(String invoice, Instant at, List<Line> lines) implements Sell {}

    /** Adds lines to an order that is placed: a later run of its invoice. */
    record AddLines(String invoice, Instant at, List<Line> lines) implements Sell {}

    /** Takes goods back. */
    record ReturnGoods(String invoice, Instant at, List<Line> lines) implements OfInvoice {}

    /** Puts an account right, without goods. */
    record AdjustAccount(String invoice, Instant at, List<Line> lines) implements OfInvoice {}

    /** Books in a delivery whose pieces can be taken from {@code due} on. */
    record ReceiveStock(String code, long pieces, Instant due) implements ShopCommand {}

    /** Keeps a line of the input that is not understood. */
    record RefuseLine(int line, String text, String reason) implements ShopCommand {}
}
