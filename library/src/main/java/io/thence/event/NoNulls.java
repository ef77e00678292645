// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Refuses to write a component that is null, by its name: what may be absent is an Optional, so null was forgotten, and
 * would be read by those who do not expect it.
 */
final class NoNulls extends ValueSerializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public List<BeanPropertyWriter> changeProperties(
            SerializationConfig config, BeanDescription.Supplier type, List<BeanPropertyWriter> properties) {
        properties.forEach(property -> property.assignNullSerializer(new Refusing(property.getName())));
        return properties;
    }

    private static final class Refusing extends StdSerializer<Object> {

        private final String component;

        Refusing(String component) {
            super(Object.class);
            this.component = component;
        }

        @Override
        public void serialize(@Nullable Object nothing, JsonGenerator json, SerializationContext context) {
            context.reportMappingProblem("component '%s' is null: make it an Optional where it may be absent",
                    component);
        }
    }
}
