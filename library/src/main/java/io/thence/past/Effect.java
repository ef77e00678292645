// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import java.util.List;

/**
 * Something with all that it led to.
 *
 * @param cause   the thing
 * @param effects what it led to directly, in the order of the log
 */
public record Effect(Cause cause, List<Effect> effects) {}
