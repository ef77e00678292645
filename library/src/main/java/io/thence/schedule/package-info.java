// SPDX-License-Identifier: Apache-2.0
/**
 * Schedules as they run: a machine says in the log what is due, and a processor does it, in
 * {@link io.thence.schedule.ScheduleHandler}.
 */
@NullMarked
package io.thence.schedule;

import org.jspecify.annotations.NullMarked;
