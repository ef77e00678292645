// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Components of records are there: what may be absent is an Optional, or {@code @Nullable}. Any other null has been
 * forgotten, and is refused by its name, written or read, before those meet it who do not expect it.
 */
final class Nullness extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;
    private static final Set<Class<?>> OPTIONAL =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);
    private static final JsonSetter.Value REQUIRED = JsonSetter.Value.forValueNulls(Nulls.FAIL);

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
        return annotated instanceof AnnotatedParameter parameter && isRequired(parameter) ? REQUIRED
                : JsonSetter.Value.empty();
    }

    private static boolean isRequired(AnnotatedParameter parameter) {
        var type = parameter.getDeclaringClass();
        if (!type.isRecord() || !(parameter.getOwner() instanceof AnnotatedConstructor constructor)
                || parameter.getRawType().isPrimitive() || OPTIONAL.contains(parameter.getRawType())) {
            return false;
        }
        var components = type.getRecordComponents();
        return constructor.getParameterCount() == components.length
                && !components[parameter.getIndex()].getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** Whether {@code property} says that it may be null. */
    static boolean isNullable(BeanProperty property) {
        return switch (property.getMember().getMember()) {
            case Method accessor -> accessor.getAnnotatedReturnType().isAnnotationPresent(Nullable.class);
            case Field field -> field.getAnnotatedType().isAnnotationPresent(Nullable.class);
            default -> false;
        };
    }

    /** What refuses to write it. */
    static final class Written extends ValueSerializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription.Supplier type, List<BeanPropertyWriter> properties) {
            properties.stream().filter(property -> !isNullable(property))
                    .forEach(property -> property.assignNullSerializer(new Refusing(property.getName())));
            return properties;
        }
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
