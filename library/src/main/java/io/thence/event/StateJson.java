// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.thence.ThenceException.Undecodable;
import java.lang.reflect.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/**
 * States as JSON, to be read back as what they were. More than that of events it keeps the case of a sealed type and
 * the order of collections, and what it reads cannot be changed.
 */
public final class StateJson {

    private static final ObjectMapper MAPPER = Json.plain()
            .annotationIntrospector(Json.introspector(JsonTypeInfo.Id.NAME))
            .addModule(new StateCollections())
            .build();

    private StateJson() {}

    /** The type {@code raw} of {@code argument}, where both are known only while it runs. */
    public static Type generic(Class<?> raw, Class<?> argument) {
        return MAPPER.getTypeFactory().constructParametricType(raw, argument);
    }

    /** {@code value}, which is of {@code type}, in UTF-8. */
    public static byte[] write(Object value, Type type) {
        try {
            return MAPPER.writerFor(MAPPER.constructType(type)).writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw new Undecodable("a " + value.getClass().getName() + " cannot be written as JSON ("
                    + e.getOriginalMessage() + "): use records of plain values", e);
        }
    }

    /** The value of {@code type} that {@code json} is. */
    public static Object read(byte[] json, Type type) {
        try {
            return MAPPER.readValue(json, MAPPER.constructType(type));
        } catch (JacksonException e) {
            throw new Undecodable("what was kept as " + type.getTypeName() + " cannot be read as one ("
                    + e.getOriginalMessage() + ")", e);
        }
    }
}
