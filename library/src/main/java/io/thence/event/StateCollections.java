// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

/**
 * Collections in states. Their order is kept, and those of {@code Map.of} and {@code Set.of}, which have another one in
 * each process, are sorted; what is read is unmodifiable.
 */
final class StateCollections extends SimpleModule {

    private static final long serialVersionUID = 1L;

    StateCollections() {
        addAbstractTypeMapping(Set.class, LinkedHashSet.class);
        setSerializerModifier(new Writing());
        setDeserializerModifier(new Reading());
    }

    private static final class Writing extends ValueSerializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public ValueSerializer<?> modifyCollectionSerializer(SerializationConfig config, CollectionType type,
                BeanDescription.Supplier bean, ValueSerializer<?> writer) {
            return new Steady(writer);
        }

        @Override
        public ValueSerializer<?> modifyMapSerializer(SerializationConfig config, MapType type,
                BeanDescription.Supplier bean, ValueSerializer<?> writer) {
            return new Steady(writer);
        }
    }

    private static final class Reading extends ValueDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public ValueDeserializer<?> modifyCollectionDeserializer(DeserializationConfig config, CollectionType type,
                BeanDescription.Supplier bean, ValueDeserializer<?> reader) {
            return new Frozen(reader);
        }

        @Override
        public ValueDeserializer<?> modifyMapDeserializer(DeserializationConfig config, MapType type,
                BeanDescription.Supplier bean, ValueDeserializer<?> reader) {
            return new Frozen(reader);
        }
    }

    /** Writes in an order that is the same in each process. */
    private static final class Steady extends ValueSerializer<Object> {

        private final ValueSerializer<Object> writer;

        @SuppressWarnings("unchecked") // it is given what it was made for
        Steady(ValueSerializer<?> writer) {
            this.writer = (ValueSerializer<Object>) writer;
        }

        @Override
        public ValueSerializer<?> createContextual(SerializationContext context, BeanProperty property) {
            return new Steady(writer.createContextual(context, property));
        }

        @Override
        public void serialize(Object value, JsonGenerator json, SerializationContext context) {
            writer.serialize(steady(value), json, context);
        }

        private static Object steady(Object value) {
            if (!value.getClass().getName().startsWith("java.util.ImmutableCollections$")) {
                return value;
            }
            return switch (value) {
                case Set<?> set -> sorted(set);
                case Map<?, ?> map -> {
                    var steady = new LinkedHashMap<Object, Object>();
                    sorted(map.keySet()).forEach(key -> steady.put(key, map.get(key)));
                    yield steady;
                }
                default -> value;
            };
        }

        private static Set<?> sorted(Collection<?> values) {
            var byText = Comparator.comparing(value -> Json.text(value));
            return new LinkedHashSet<>(values.stream().sorted(byText).toList());
        }
    }

    /** Reads what cannot be changed. */
    private static final class Frozen extends DelegatingDeserializer {

        Frozen(ValueDeserializer<?> reader) {
            super(reader);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> reader) {
            return new Frozen(reader);
        }

        @Override
        public Object deserialize(JsonParser json, DeserializationContext context) {
            return switch (super.deserialize(json, context)) {
                case List<?> list -> Collections.unmodifiableList(list);
                case NavigableSet<?> set -> Collections.unmodifiableNavigableSet(set);
                case SequencedSet<?> set -> Collections.unmodifiableSequencedSet(set);
                case NavigableMap<?, ?> map -> Collections.unmodifiableNavigableMap(map);
                case SequencedMap<?, ?> map -> Collections.unmodifiableSequencedMap(map);
                case Object other -> other;
            };
        }
    }
}
