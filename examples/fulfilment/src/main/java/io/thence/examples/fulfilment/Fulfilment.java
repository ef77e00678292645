// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment;

import io.thence.Application;
import io.thence.Deployment;
import io.thence.Part;
import io.thence.ThenceException.Behind;
import io.thence.examples.fulfilment.inventory.Inventory;
import io.thence.examples.fulfilment.ordering.Ordering;
import io.thence.examples.fulfilment.shipping.Shipping;
import io.thence.run.Deployed;
import java.time.Duration;

/**
 * From an order to its parcels, in choreography: each application does its part when it hears of what concerns it, and
 * says what it did. None of them knows the others, or the whole.
 */
public final class Fulfilment {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Fulfilment() {}

    /** The applications, over one store. */
    public static final Deployment DEPLOYMENT = Deployment.named("fulfilment")
            .with(Ordering.APPLICATION, Inventory.APPLICATION, Shipping.APPLICATION, Books.APPLICATION);

    /**
     * Waits until nobody has anything more to do about what has happened.
     *
     * @throws Behind if that takes longer than two minutes
     */
    public static void settle(Deployed deployed) {
        // In the order in which one hears of another.
        await(deployed, Inventory.APPLICATION, Inventory.SERVING);
        await(deployed, Ordering.APPLICATION, Ordering.SHORTAGE);
        await(deployed, Inventory.APPLICATION, Inventory.PURCHASE);
        await(deployed, Shipping.APPLICATION, Shipping.PACKING);
        await(deployed, Ordering.APPLICATION, Ordering.CLOSING);
    }

    private static void await(Deployed deployed, Application application, Part part) {
        var thence = deployed.of(application.name());
        if (!thence.await(part, thence.store().head(), LIMIT)) {
            throw new Behind(thence.progress(part) + ", and did not come further in " + LIMIT
                    + ": run again; what was fed is recognised");
        }
    }
}
