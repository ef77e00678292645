// SPDX-License-Identifier: Apache-2.0
package io.thence.code;

import io.thence.EventType;
import io.thence.Lambda;
import io.thence.Merged;
import io.thence.Retired;
import io.thence.event.EventCodec;
import io.thence.store.ContentHash;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A hash of all that what code makes of events depends on besides the events: what it does, with all that it calls in
 * the application, and the types that it reads, by shape, names, versions, upcasts, splits and merges. Equal in any
 * JVM; a change that makes no difference may change it, and so may another compiler.
 */
public final class Fingerprint {

    private static final System.Logger LOG = System.getLogger(Fingerprint.class.getName());
    private static final int BRIEF = 12;

    private final EventCodec codec;
    private final StringBuilder words = new StringBuilder();
    private final List<Serializable> codes = new ArrayList<>();
    private final ShapeText shapes = new ShapeText();

    /** One of nothing yet; {@code codec} knows what became of the types that are read. */
    public Fingerprint(EventCodec codec) {
        this.codec = codec;
    }

    /** Adds what is compared as it is. */
    public Fingerprint words(String more) {
        words.append(more);
        return this;
    }

    /** Adds what a lambda or a method reference does. */
    public Fingerprint code(Serializable function) {
        codes.add(function);
        return this;
    }

    /** Adds the shape of values. */
    public Fingerprint shape(Type type) {
        shapes.add(type);
        return this;
    }

    /** Adds events that are read, a record or a sealed interface of records, and what becomes of stored ones. */
    public Fingerprint reads(Class<?> events) {
        for (var type : codec.types(events)) {
            add(type);
            for (var before : codec.retired(type)) {
                add(before);
            }
            codec.merges(type).forEach(this::add);
        }
        return this;
    }

    private void add(EventType<?> type) {
        words.append(' ').append(String.join("=", type.names())).append(':').append(type.version());
        shapes.add(type.record());
        codes.addAll(type.upcasts());
    }

    private void add(Retired before) {
        words.append(" before ").append(before.name()).append(':').append(before.version());
        codes.addAll(before.upcasts());
        for (var part : before.parts()) {
            words.append('>').append(part.version());
            codes.add(part.split());
        }
    }

    private void add(Merged merged) {
        words.append(" merged ").append(merged.first()).append('+').append(merged.second()).append('>')
                .append(merged.version());
        codes.add(merged.merge());
    }

    /** Whether some of the code has taken in values from around it, which are not in the hash. */
    public boolean captures() {
        return codes.stream().flatMap(code -> Lambda.of(code).stream()).anyMatch(lambda -> lambda.captured() > 0);
    }

    /** The hash, of {@code data} too; empty where some of the code cannot be compared. */
    public Optional<String> hash(byte[] data) {
        return text().map(code -> ContentHash.sha256(bytes(words.toString()), data, bytes(shapes.toString()),
                bytes(code)).hex());
    }

    /** A short text that tells this code from other code, for people; empty where it cannot be compared. */
    public String brief() {
        try {
            return hash(new byte[0]).map(hex -> hex.substring(0, BRIEF)).orElse("");
        } catch (Exception | LinkageError e) { // class files may hold anything
            LOG.log(System.Logger.Level.DEBUG, "code cannot be compared", e);
            return "";
        }
    }

    private Optional<String> text() {
        var lambdas = new ArrayList<Lambda>();
        for (var code : codes) {
            var lambda = Lambda.of(code);
            if (lambda.isEmpty()) {
                return Optional.empty();
            }
            lambdas.add(lambda.get());
        }
        var loader = lambdas.isEmpty() ? null : lambdas.getFirst().loader();
        boolean oneLoader = lambdas.stream().allMatch(lambda -> Objects.equals(lambda.loader(), loader));
        return oneLoader ? CodeText.of(loader, lambdas, shapes.records()) : Optional.empty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
