// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.KeyValue;
import io.thence.Stamp;
import io.thence.log.compact.WhatGoes;
import io.thence.log.frame.BatchHead;
import io.thence.log.frame.BatchRecord;
import io.thence.log.segment.FrameHeader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Says which events and which batches may go, as of one moment.
 *
 * <p>An event goes when it is below the floor of each key that it is filed under, or when its stream's retention is
 * over. What sets a floor goes only by a later floor, or the floor would be gone with it. What readers still want
 * stays, for a time: what they have not come to, whatever it is; what they come back to by a key, unless it is below
 * that key's floor.
 */
final class RemovalRules implements WhatGoes {

    /** The types of the library's own events begin with this; the log itself goes by some. */
    private static final String SYSTEM = "thence.";

    /** The streams of what one part has done itself, such as {@code $saga.moving}: nothing else goes by these. */
    private static final Pattern OF_A_PART = Pattern.compile("\\$[a-z]+\\..+");

    private final Removal removal;
    private final Wanted wanted;
    private final long wantedFrom;
    private final Map<String, Retention> retentions = new HashMap<>();
    private final Instant now;
    private final Instant horizon;
    private final Instant commandsFrom;
    private final Instant heldFrom;

    RemovalRules(CompactionSettings settings, Removal removal, Instant now) {
        this.removal = removal;
        wanted = removal.wanted();
        wantedFrom = wanted.first();
        this.now = now;
        horizon = now.minus(settings.horizon());
        commandsFrom = now.minus(settings.commandIds());
        heldFrom = now.minus(CompactionSettings.HELD_MAX);
        settings.retentions().forEach(retention -> retentions.put(retention.key(), retention));
    }

    @Override
    public boolean isYoung(FrameHeader header) {
        return !instant(header).isBefore(horizon);
    }

    private static Instant instant(FrameHeader header) {
        return Stamp.unpacked(header.stamp()).instant();
    }

    @Override
    public boolean goesEmpty(FrameHeader header, BatchHead head) {
        return head.command().isEmpty() || instant(header).isBefore(commandsFrom);
    }

    @Override
    public boolean goes(FrameHeader header, BatchRecord event, long position) {
        var keys = event.keys();
        if (keys.isEmpty() || isHeld(header, keys, position)) {
            return false;
        }
        return keys.stream().allMatch(key -> position < removal.floor(key)) || isExpired(header, event, position);
    }

    private boolean isHeld(FrameHeader header, List<KeyValue> keys, long position) {
        return position >= wantedFrom && !instant(header).isBefore(heldFrom) && (position >= wanted.from()
                || OF_A_PART.matcher(keys.getFirst().key()).matches()
                || wanted.isWanted(keys, position, removal::floor));
    }

    private boolean isExpired(FrameHeader header, BatchRecord event, long position) {
        var stream = event.keys().getFirst();
        var retention = retentions.get(stream.key());
        if (retention == null || (event.type().startsWith(SYSTEM) && !OF_A_PART.matcher(stream.key()).matches())) {
            return false;
        }
        boolean old = retention.age().map(age -> instant(header).isBefore(now.minus(age))).orElse(true);
        return old && (retention.count().isEmpty()
                || removal.after(stream, position) >= retention.count().getAsLong());
    }
}
