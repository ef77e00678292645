// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.UUID;

/**
 * Which log a position belongs to, and which life of it.
 *
 * @param log   the log's id, made with the log
 * @param epoch raised by each restore
 */
public record Lineage(UUID log, int epoch) {
    @Override
    public String toString() {
        return log + ":" + epoch;
    }
}
