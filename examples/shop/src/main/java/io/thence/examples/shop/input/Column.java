// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.util.Arrays;
import java.util.List;

/** The columns of an invoice file, in their order. */
enum Column {
    INVOICE_NO(0, "InvoiceNo"),
    STOCK_CODE(1, "StockCode"),
    DESCRIPTION(2, "Description"),
    QUANTITY(3, "Quantity"),
    INVOICE_DATE(4, "InvoiceDate"),
    UNIT_PRICE(5, "UnitPrice"),
    CUSTOMER_ID(6, "CustomerID"),
    COUNTRY(7, "Country");

    private static final List<String> TITLES = Arrays.stream(values()).map(column -> column.title).toList();

    private final int index;
    private final String title;

    Column(int index, String title) {
        this.index = index;
        this.title = title;
    }

    /** The titles of all columns: the header of a file. */
    static List<String> titles() {
        return TITLES;
    }

    /** What to call the column at {@code index}, also beyond the last one. */
    static String titleAt(int index) {
        return index < TITLES.size() ? TITLES.get(index) : "column " + (index + 1);
    }

    /** Its place in a line, from 0 on. */
    int index() {
        return index;
    }

    String in(List<String> values) {
        return values.get(index);
    }

    /** The start of a reason: this column's title with the value in it. */
    String with(String value) {
        return title + " " + Shown.value(value);
    }

    @Override
    public String toString() {
        return title;
    }
}
