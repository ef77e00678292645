// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.time.ZoneId;

/**
 * Times that come again, by the clocks of a zone: five fields, minute, hour, day of the month, month and day of the
 * week, as in {@code 0 3 * * 1-5}, at three on working days. Each is {@code *}, a number, a range {@code 1-5}, a list
 * {@code 1,15}, or one of these in steps, {@code *}{@code /15}; months and days have names too, {@code JAN} and
 * {@code MON}; Sunday is 0 or 7. Where both days are said, one of them is enough (as in POSIX, <i>crontab</i>).
 *
 * <p>What clocks skip and repeat when they are set forward and back:
 *
 * <ul>
 *   <li>If hours are named, each of the times comes once: one that is skipped as soon as clocks go on, one that comes
 *       twice the first time.
 *   <li>If the hour begins with {@code *}, they are about how much time has passed: what is skipped does not come, and
 *       what is repeated comes twice.
 * </ul>
 *
 * @param expression the fields; {@link Application#check} says what is wrong with them
 * @param zone       whose clocks are meant
 */
public record Cron(String expression, ZoneId zone) {

    /**
     * The times, to go through.
     *
     * @throws IllegalArgumentException if the expression is none, with what is wrong
     */
    public CronTimes times() {
        return CronTimes.of(this);
    }
}
