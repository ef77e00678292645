// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.CommandId;
import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.Condition;
import io.thence.store.ContentHash;
import io.thence.store.Durability;
import io.thence.store.EventStore;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * How far an input is done, by the store's word. Each batch carries as a consumer's checkpoint the number of entries
 * that are done with it, so that both hold or neither; and its command's hash is that of all these entries, and of how
 * they were read. A later run passes over as many entries and compares: an input that has grown is gone on with, and
 * one that is another, under the same name, is refused before anything is written.
 *
 * <p>Of an input whose entries have ids nothing is written down: they are looked up one by one.
 */
final class Done {

    private static final long TOKEN = 1;

    private final EventStore store;
    private final String name;
    private final String consumer;
    private final MessageDigest digest;
    private final boolean counts;
    private final long before;
    private long read;
    private long written;

    Done(EventStore store, String name, Mapping mapping) {
        this.store = store;
        this.name = name;
        consumer = "import/" + name;
        counts = !mapping.hasIds();
        before = counts ? store.checkpoint(consumer).upTo() : 0;
        written = before;
        digest = sha256();
        update(mapping.toString());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private void update(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    /** How many entries earlier runs have done. */
    long before() {
        return before;
    }

    /** Takes note of the next entry. */
    void read(Line line) {
        read++;
        if (!counts) {
            return;
        }
        update(line.text());
        if (read == before) {
            check();
        }
    }

    private void check() {
        var now = hash();
        var then = store.remembered(id(before)).map(known -> known.command().hash());
        if (then.isEmpty()) {
            throw new BadRequest("an input named " + name + " was imported up to entry " + before + ", so long ago that"
                    + " it is not known any more whether it was this one" + advice());
        }
        if (!then.get().equals(now)) {
            throw new BadRequest("an input named " + name + " was imported up to entry " + before
                    + ", and these entries or the options are not the same now" + advice());
        }
    }

    private static String advice() {
        return ": nothing was written. Import it under another --name, or only its new lines; events that may come"
                + " again are told apart by --id COLUMN";
    }

    /** Checks at the end of the input that it has all entries that are done. */
    void checkEnd(long entries) {
        if (entries < before) {
            throw new BadRequest("an input named " + name + " was imported up to entry " + before + ", and this one has"
                    + " " + entries + " only" + advice());
        }
    }

    private CommandId id(long upTo) {
        return new CommandId(consumer + "/" + upTo);
    }

    private ContentHash hash() {
        try {
            return ContentHash.of(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("SHA-256 of the platform can be copied", e);
        }
    }

    /** How many entries were read of which the store has no word yet. */
    long behind() {
        return counts ? Math.max(0, read - written) : 0;
    }

    /** The store has it of all that were read. */
    void written() {
        written = read;
    }

    /** A batch with which all entries are done that were read. */
    Append with(List<NewEvent> events) {
        return new Append(events, Condition.NONE, Optional.of(new Command(id(read), hash())),
                Optional.empty(), Origin.of(name), List.of(new Finished(consumer, TOKEN, read)),
                Durability.WRITTEN);
    }
}
