// SPDX-License-Identifier: Apache-2.0
package io.thence.supervise;

import java.util.List;
import java.util.function.Supplier;

/**
 * Whose calls are looked at.
 *
 * @param about the name of the part
 * @param who   the part, for messages: {@code reaction 'mails'}
 * @param calls those that are under way, from any thread
 */
public record CallSource(String about, String who, Supplier<List<Call>> calls) {}
