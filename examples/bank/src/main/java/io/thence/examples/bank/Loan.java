// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.bank;

import java.time.LocalDate;

/**
 * A loan.
 *
 * @param number  its number
 * @param day     when it was granted
 * @param haleru  how much, in hundredths of a crown
 * @param months  over how long it is paid back
 * @param payment what is paid back each month, in hundredths of a crown
 */
public record Loan(int number, LocalDate day, long haleru, int months, long payment) {}
