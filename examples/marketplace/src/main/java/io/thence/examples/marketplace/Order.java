// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.marketplace;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** An order: the steps that it has taken. */
public record Order(Set<Step> steps) {

    /** Not purchased yet. */
    static final Order NEW = new Order(Set.of());

    public Order {
        steps = Set.copyOf(steps);
    }

    boolean has(Step step) {
        return steps.contains(step);
    }

    Order with(Step step) {
        var more = EnumSet.of(step);
        more.addAll(steps);
        return new Order(more);
    }

    /** The furthest step; none before the purchase, whatever a carrier has said. */
    Optional<Step> furthest() {
        return has(Step.PURCHASED) ? Optional.of(Collections.max(steps)) : Optional.empty();
    }
}
