// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.marketplace;

import java.util.Locale;

/** The steps of an order's life, in their order. */
public enum Step {
    PURCHASED,
    APPROVED,
    CARRIER,
    DELIVERED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
