// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import java.util.List;

/**
 * How far everything is.
 *
 * @param upTo everything up to here is finished, but for
 * @param open these positions
 */
record Extent(long upTo, List<Long> open) {}
