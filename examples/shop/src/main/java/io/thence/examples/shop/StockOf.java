// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.Question;
import io.thence.Reading;
import java.util.Optional;

/** How much is there of a stock code? Empty where the books know of no such code. */
public record StockOf(String code) implements Question<Optional<StockOf.InStock>> {

    /**
     * What the books say of a stock code.
     *
     * @param description as it was last invoiced
     * @param available   pieces that can be taken
     * @param backOrdered pieces that customers wait for
     * @param onOrder     pieces that are on their way
     */
    public record InStock(String description, long available, long backOrdered, long onOrder) {}

    Optional<InStock> answer(Reading from) {
        return from.list(Books.PROJECTION, "select description, 100 + moved as available, back_ordered, on_order"
                        + " from stock where code = ?",
                row -> new InStock(row.text("description"), row.number("available"), row.number("back_ordered"),
                        row.number("on_order")),
                code).stream().findFirst();
    }
}
