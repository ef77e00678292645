// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What happened in the shop. Money is in thousandths of a pound; times are UTC. */
public sealed interface ShopEvent {

    /** A run of invoice lines that the shop took in: what all reports count. */
    sealed interface Run extends ShopEvent {
        /** The invoice lines of this run. */
        Bill bill();

        /** The invoice's number. */
        default String invoice() {
            return bill().invoice();
        }

        /** The stock codes of the lines, each once. */
        default Set<String> codes() {
            return Line.codes(bill().lines());
        }
    }

    /** A customer ordered; of each stock code as many pieces were taken as there were. */
    record OrderPlaced(Bill bill, Map<String, Pick> picks) implements Run {
        /** What the order did to one of its stock codes. */
        Pick pick(String code) {
            return Objects.requireNonNull(picks.get(code), code);
        }
    }

    /** More lines of an order that was placed before. */
    record LinesAdded(Bill bill, Map<String, Pick> picks) implements Run {
        /** What the lines did to one of their stock codes. */
        Pick pick(String code) {
            return Objects.requireNonNull(picks.get(code), code);
        }
    }

    /** Earlier goods came back. */
    record GoodsReturned(Bill bill, Map<String, Restock> restocks) implements Run {
        /** What the return did to one of its stock codes. */
        Restock restock(String code) {
            return Objects.requireNonNull(restocks.get(code), code);
        }
    }

    /** An account was put right; no goods moved. */
    record AccountAdjusted(Bill bill) implements Run {}

    /** A stock code fell below its mark: {@code pieces} more were ordered and are due at {@code due}. */
    record StockRanLow(String code, long pieces, Instant due) implements ShopEvent {}

    /** A delivery was booked in; its pieces can be taken from {@code due} on. */
    record StockReceived(String code, long pieces, Instant due) implements ShopEvent {}

    /** A line of the input that the shop could not take; {@code text} is its first 1,000 characters. */
    record LineRefused(int line, String text, String reason) implements ShopEvent {}

    /** Adjacent lines of one invoice at one time; {@code repeatedLines} of them stood in the invoice before. */
    record Bill(String invoice, Instant at, List<Line> lines, int repeatedLines) {}

    /** What a sale did to one stock code: first deliveries arrived, then pieces were taken or written off. */
    record Pick(Arrival arrival, long taken, long backOrdered, long writtenOff, long notThere) {}

    /** What a return did to one stock code: deliveries arrived, pieces came back, back-orders were filled. */
    record Restock(Arrival arrival, long returned, long filled) {}

    /** Deliveries that were due: {@code pieces} arrived, {@code filled} of them went to back-orders. */
    record Arrival(long pieces, long filled) {}
}
