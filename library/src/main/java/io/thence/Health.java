// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.List;

/**
 * How an application is.
 *
 * @param live    whether all that runs of it runs, or will by itself; if not, only a new start of the process can help
 * @param ready   whether it is live, and does all that it is for
 * @param reasons why it is not live, or not ready, and what else is to be looked at: each names what it is about, and
 *                says what to do
 */
public record Health(boolean live, boolean ready, List<String> reasons) {

    public Health {
        reasons = List.copyOf(reasons);
    }
}
