// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.Optional;

/**
 * Where a command or an event comes from.
 *
 * @param source      what wrote it, a URI or a name: the CloudEvents attribute
 * @param correlation the piece of business that it belongs to
 * @param causation   the command or event that led to it
 * @param trace       the W3C {@code traceparent} under which it happened
 * @param tenant      whose data it is
 */
public record Origin(
        String source,
        Optional<String> correlation,
        Optional<String> causation,
        Optional<String> trace,
        Optional<String> tenant) {

    /** From {@code source}, and nothing else is known. */
    public static Origin of(String source) {
        return new Origin(source, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, as part of the business {@code id}. */
    public Origin correlatedBy(String id) {
        return new Origin(source, Optional.of(id), causation, trace, tenant);
    }

    /** The same, led to by {@code id}. */
    public Origin causedBy(String id) {
        return new Origin(source, correlation, Optional.of(id), trace, tenant);
    }

    /**
     * That of what {@code source} makes of event {@code cause}, which is of this origin: of the same business, or of
     * one that begins with the event.
     */
    public Origin ledTo(String source, String cause) {
        return new Origin(source, Optional.of(correlation.orElse(cause)), Optional.of(cause), trace, tenant);
    }

    /** The same, under a W3C {@code traceparent}. */
    public Origin tracedBy(String traceparent) {
        return new Origin(source, correlation, causation, Optional.of(traceparent), tenant);
    }

    /** The same, for {@code id}'s data. */
    public Origin tenant(String id) {
        return new Origin(source, correlation, causation, trace, Optional.of(id));
    }
}
