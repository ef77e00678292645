// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.EventType;
import io.thence.KeyValue;
import io.thence.ThenceException.Undecodable;
import io.thence.personal.Privacy;
import io.thence.personal.Privacy.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The data of an event with personal components: they are taken out, and stand encrypted in a block at the end.
 *
 * <pre>
 * {"order":"17","thence.personal":{"subject":"customer","generation":1,
 *  "text":{"name":"base64.."},"optional":{"phone":"base64.."}}}
 * </pre>
 *
 * <p>The block says by itself what it is of, so data are read whatever the application says of the type today. No
 * record's component has a dot in its name, so nothing else is taken for one. Of a person who is forgotten a text
 * reads as "" and an optional as null.
 */
final class SealedData {

    private static final String BLOCK = "thence.personal";
    private static final byte[] BEGINNING = ("\"" + BLOCK + "\":{").getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "}}}".getBytes(StandardCharsets.UTF_8);
    private static final String SUBJECT = "subject";
    private static final String GENERATION = "generation";
    private static final String TEXT = "text";
    private static final String OPTIONAL = "optional";

    private final Privacy privacy;

    SealedData(Privacy privacy) {
        this.privacy = privacy;
    }

    /** Whether these data may have such a block; it is cheap to ask. */
    static boolean isIn(byte[] bytes, int from, int length) {
        int end = from + length;
        return length >= BEGINNING.length + END.length && matches(bytes, end - END.length, END)
                && contains(bytes, from, end - BEGINNING.length);
    }

    /** Whether something like such a block stands anywhere in these data. */
    static boolean isMentionedIn(byte[] data) {
        return contains(data, 0, data.length - BEGINNING.length);
    }

    private static boolean contains(byte[] bytes, int from, int last) {
        for (int at = from; at <= last; at++) {
            if (matches(bytes, at, BEGINNING)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] bytes, int at, byte[] part) {
        return Arrays.equals(bytes, at, at + part.length, part, 0, part.length);
    }

    /** Data with the personal components of {@code tree}, an event of {@code type}, sealed. */
    byte[] seal(EventType<?> type, EventType.Personal personal, ObjectNode tree, KeyValue subject) {
        var seal = privacy.seal(new Scope(type.name(), subject));
        var texts = tree.objectNode();
        var optionals = tree.objectNode();
        for (var component : personal.components()) {
            var value = tree.remove(component);
            boolean optional = isOptional(type.record(), component);
            var plain = optional || !value.isString() ? Json.write(value)
                    : value.asString().getBytes(StandardCharsets.UTF_8);
            (optional ? optionals : texts).put(component, seal.seal(component, plain));
        }
        var block = tree.putObject(BLOCK);
        block.put(SUBJECT, subject.key()).put(GENERATION, seal.generation());
        block.set(TEXT, texts);
        block.set(OPTIONAL, optionals);
        return Json.write(tree);
    }

    private static boolean isOptional(Class<?> record, String name) {
        for (var component : record.getRecordComponents()) {
            if (component.getName().equals(name)) {
                return component.getType() != String.class;
            }
        }
        throw new AssertionError(record + " was checked to have a component " + name);
    }

    /** The tree of {@code data}, with the components where they were; the rest as {@link #open}. */
    ObjectNode opened(byte[] data, String type, List<KeyValue> keys, String what) {
        if (!(Json.tree(data, what) instanceof ObjectNode json)) {
            throw new Undecodable(what + " is no JSON object: another program wrote it");
        }
        open(json, type, keys, what);
        return json;
    }

    /**
     * Puts the components back where they were.
     *
     * @param type the name under which the event is stored
     * @param keys what the event is filed under
     * @param what the event, for messages
     */
    void open(ObjectNode tree, String type, List<KeyValue> keys, String what) {
        if (!(tree.remove(BLOCK) instanceof ObjectNode block)) {
            return;
        }
        var subject = keys.stream().filter(key -> key.key().equals(block.path(SUBJECT).asString(""))).findFirst()
                .orElseThrow(() -> new Undecodable(what + " has personal components, and is not filed under the person"
                        + " whom they are about: another program wrote it"));
        var opened = privacy.open(new Scope(type, subject), block.path(GENERATION).asInt(0));
        for (var text : block.path(TEXT).properties()) {
            var plain = opened.text(text.getKey(), bytes(text.getValue(), what));
            tree.put(text.getKey(), plain.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(""));
        }
        for (var optional : block.path(OPTIONAL).properties()) {
            var plain = opened.text(optional.getKey(), bytes(optional.getValue(), what));
            tree.set(optional.getKey(), plain.map(json -> Json.tree(json, what)).orElse(tree.nullNode()));
        }
    }

    /** The person whom such a block in {@code data} is about; empty if there is none. */
    static Optional<KeyValue> subject(byte[] data, List<KeyValue> keys, String what) {
        if (!isIn(data, 0, data.length)) {
            return Optional.empty();
        }
        var name = Json.tree(data, what).path(BLOCK).path(SUBJECT).asString("");
        return keys.stream().filter(key -> key.key().equals(name)).findFirst();
    }

    private static byte[] bytes(JsonNode value, String what) {
        try {
            byte @Nullable [] bytes = value.binaryValue();
            return bytes == null ? new byte[0] : bytes;
        } catch (RuntimeException e) {
            throw new Undecodable(what + " has a personal component that is no base64 (" + e.getMessage()
                    + "): another program wrote it", e);
        }
    }
}
