// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Turns the bytes of one line into an {@link Entry}. It never throws for what stands there: what is no invoice line is
 * a {@link RefusedLine} that names the first thing wrong with it. For one thread.
 */
public final class LineParser {

    private static final int KEY_CHARACTERS_MAX = 100;
    private static final String REPLACEMENT = "\uFFFD";

    private final InvoiceTimes times = new InvoiceTimes();

    /**
     * Parses one line.
     *
     * @param number of the line in its input
     * @param line   without its line end
     */
    public Entry parse(int number, byte[] line) {
        var text = new String(line, StandardCharsets.UTF_8);
        var columns = Columns.of(text);
        try {
            checkText(line, text, columns);
            return invoiceLine(number, text, columns.values());
        } catch (Malformed malformed) {
            return refused(number, text, malformed.reason(), columns);
        }
    }

    /** Refuses a line for a reason that its bytes alone do not show. */
    RefusedLine refuse(int number, byte[] line, String reason) {
        var text = new String(line, StandardCharsets.UTF_8);
        return refused(number, text, reason, Columns.of(text));
    }

    private RefusedLine refused(int number, String text, String reason, Columns columns) {
        var values = columns.values();
        int date = Column.INVOICE_DATE.index();
        Optional<Instant> at = date < values.size() ? times.read(values.get(date)) : Optional.empty();
        return new RefusedLine(number, Shown.start(text, Entry.TEXT_CHARACTERS_MAX), reason, at);
    }

    private static void checkText(byte[] line, String text, Columns columns) throws Malformed {
        if (text.isEmpty()) {
            throw new Malformed("empty line");
        }
        if (text.contains(REPLACEMENT) && !isUtf8(line)) {
            throw new Malformed(holder(columns, REPLACEMENT) + " is not valid UTF-8");
        }
        if (text.indexOf('\0') >= 0) {
            throw new Malformed(holder(columns, "\0") + " holds a NUL character");
        }
        if (columns.fault().isPresent()) {
            throw new Malformed(columns.fault().get());
        }
        int found = columns.values().size();
        int expected = Column.titles().size();
        if (found != expected) {
            throw new Malformed((found < expected ? "too few" : "too many") + " columns: " + found + " where "
                    + expected + " are expected");
        }
    }

    /** The column with {@code what} in it and its value, or the line where it could not be split so far. */
    private static String holder(Columns columns, String what) {
        var values = columns.values();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).contains(what)) {
                return Column.titleAt(i) + " " + Shown.value(values.get(i));
            }
        }
        return "the line";
    }

    private static boolean isUtf8(byte[] line) {
        try {
            StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(line));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    private InvoiceLine invoiceLine(int number, String text, List<String> values) throws Malformed {
        var invoice = key(Column.INVOICE_NO, values);
        var kind = Kind.of(invoice);
        if (kind.isEmpty()) {
            throw new Malformed(Column.INVOICE_NO.with(invoice) + " is not six digits, nor C or A and digits");
        }
        var stockCode = key(Column.STOCK_CODE, values);
        int quantity = quantity(values, kind.get());
        var at = time(filled(Column.INVOICE_DATE, values));
        long price = price(values, kind.get(), quantity);
        var customer = Figures.customer(Column.CUSTOMER_ID.in(values));
        var country = filled(Column.COUNTRY, values);
        return new InvoiceLine(number, invoice, stockCode, Column.DESCRIPTION.in(values), quantity, at, price,
                customer, country, Shown.start(text, Entry.TEXT_CHARACTERS_MAX));
    }

    /** A value that the shop files events under. */
    private static String key(Column column, List<String> values) throws Malformed {
        var value = filled(column, values);
        if (value.length() > KEY_CHARACTERS_MAX) {
            throw new Malformed(column.with(value) + " has more than " + KEY_CHARACTERS_MAX + " characters");
        }
        return value;
    }

    private static String filled(Column column, List<String> values) throws Malformed {
        var value = column.in(values);
        if (value.isBlank()) {
            throw new Malformed(column + " is empty");
        }
        return value;
    }

    private static int quantity(List<String> values, Kind kind) throws Malformed {
        var text = filled(Column.QUANTITY, values);
        int quantity = Figures.quantity(text);
        if (kind == Kind.RETURN && quantity > 0) {
            throw new Malformed(Column.QUANTITY.with(text) + " is positive in a return");
        }
        return quantity;
    }

    private Instant time(String text) throws Malformed {
        return times.read(text).orElseThrow(() -> new Malformed(
                Column.INVOICE_DATE.with(text) + " is no time of the form " + InvoiceTimes.FORM));
    }

    private static long price(List<String> values, Kind kind, int quantity) throws Malformed {
        var text = filled(Column.UNIT_PRICE, values);
        long price = Figures.price(text);
        if (price < 0 && kind != Kind.ADJUSTMENT) {
            throw new Malformed(
                    Column.UNIT_PRICE.with(text) + " is negative in a " + (kind == Kind.SALE ? "sale" : "return"));
        }
        if (!Figures.countable(quantity, price)) {
            throw new Malformed(
                    Column.UNIT_PRICE.with(text) + " times Quantity '" + quantity + "' is more than a trillion pounds");
        }
        return price;
    }
}
