// SPDX-License-Identifier: Apache-2.0
package io.thence.server.imports;

import io.thence.CommandId;
import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Json;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

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
    private static final String PREFIX = "import/";
    /** So that a command's id holds it with the largest number of entries. */
    private static final int NAME_MAX = CommandId.TEXT_MAX - PREFIX.length() - "/".length()
            - String.valueOf(Long.MAX_VALUE).length();

    private final EventStore store;
    private final String name;
    private final String consumer;
    private final boolean counts;
    private final long before;
    private final List<Line> unwritten = new ArrayList<>();
    private MessageDigest digest;
    private MessageDigest writtenDigest;
    private long read;
    private long written;
    private long unwrittenChars;

    /**
     * Of the input {@code name}.
     *
     * @throws BadRequest if the name is too long for the store's word
     */
    Done(EventStore store, String name, Mapping mapping, Optional<List<String>> columns) {
        this.store = store;
        this.name = name;
        consumer = PREFIX + name;
        counts = !mapping.hasIds();
        if (counts && name.length() > NAME_MAX) {
            throw new BadRequest("the name of an input has up to " + NAME_MAX + " characters, and '" + name + "' has "
                    + name.length() + ": give a shorter one with --name");
        }
        before = counts ? store.checkpoint(consumer).upTo() : 0;
        written = before;
        digest = sha256();
        update(Json.text(howRead(mapping, columns)));
        writtenDigest = copy(digest);
    }

    private static ObjectNode howRead(Mapping mapping, Optional<List<String>> columns) {
        var how = mapping.canonical();
        columns.ifPresent(names -> {
            var header = how.putArray("header");
            names.forEach(header::add);
        });
        return how;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("SHA-256 of the platform can be copied", e);
        }
    }

    private void update(String text) {
        digest.update(RawBytes.encode(text, StandardCharsets.UTF_8));
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
            writtenDigest = copy(digest);
        } else if (read > before) {
            unwritten.add(line);
            unwrittenChars += line.text().length();
        }
    }

    /** Goes back to before {@code line}: it and what was read after it is not read. */
    void backTo(Line line) {
        var again = List.copyOf(unwritten.subList(0, unwritten.indexOf(line)));
        digest = copy(writtenDigest);
        read = written;
        forget();
        again.forEach(this::read);
    }

    private void forget() {
        unwritten.clear();
        unwrittenChars = 0;
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
        return ContentHash.of(copy(digest).digest());
    }

    /** How many entries were read of which the store has no word yet. */
    long behind() {
        return counts ? Math.max(0, read - written) : 0;
    }

    /** How many characters these entries have. */
    long behindChars() {
        return unwrittenChars;
    }

    /** The store has it of all that were read. */
    void written() {
        written = read;
        writtenDigest = copy(digest);
        forget();
    }

    /** A batch with which all entries are done that were read; it carries {@code words} too. */
    Append with(List<NewEvent> events, List<Finished> words) {
        var finished = new ArrayList<>(words);
        finished.add(new Finished(consumer, TOKEN, read));
        return new Append(events, Condition.NONE, Optional.of(new Command(id(read), hash())),
                Optional.empty(), Origin.of(name), finished,
                Durability.WRITTEN);
    }
}
