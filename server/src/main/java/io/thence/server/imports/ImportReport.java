// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

/**
 * What an import did.
 *
 * @param name     under which the store knows the input
 * @param lines    entries that were read
 * @param before   entries that were done by an earlier run, and passed over
 * @param events   events that were appended
 * @param repeated entries whose event the store has already, by their id
 * @param bad      entries that are no events
 * @param leftOut  events of the library's own, which say something of the store that they came from, and such as are
 *                 annulled there
 * @param finished whether the whole input is done
 */
public record ImportReport(
        String name, long lines, long before, long events, long repeated, long bad, long leftOut, boolean finished) {}
