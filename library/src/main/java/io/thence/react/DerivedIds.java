// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.CommandId;
import io.thence.react.EffectEvent.Which;
import io.thence.store.ContentHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Ids that are made of what they are for: made again they are the same. */
final class DerivedIds {

    private static final long NO_VERSION = ~0xF000L;
    private static final long VERSION_8 = 0x8000L;
    private static final long NO_VARIANT = ~0xC000_0000_0000_0000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private DerivedIds() {}

    /** The id of a command: {@code text}, or its hash where that is too long. */
    static CommandId command(String text) {
        return new CommandId(text.length() <= CommandId.TEXT_MAX ? text
                : ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8)).hex());
    }

    /** The id under which it is said of an effect {@code what}. */
    static CommandId command(Which which, String what) {
        return command(which.event() + "/" + which.reaction() + "/" + which.effect() + "/" + which.ordinal() + "/"
                + what);
    }

    /** A UUID of version 8 (RFC 9562): the first 122 bits of the SHA-256 of {@code parts}, each with its length. */
    static UUID uuid(String... parts) {
        var hash = ContentHash.sha256(Arrays.stream(parts).map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
        var bits = ByteBuffer.wrap(hash.bytes());
        return new UUID((bits.getLong() & NO_VERSION) | VERSION_8, (bits.getLong() & NO_VARIANT) | VARIANT);
    }
}
