// SPDX-License-Identifier: Apache-2.0
/**
 * How events reach a read model: {@link io.thence.view.lane.EventLane} takes them in order, has a
 * {@link io.thence.view.lane.Target} write what they change with a checkpoint, and parks the keys of those that fail.
 */
@NullMarked
package io.thence.view.lane;

import org.jspecify.annotations.NullMarked;
