// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import io.thence.event.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a writer of one type says of what it writes: a plain value, or an object with components. */
final class Described extends JsonFormatVisitorWrapper.Base {

    /**
     * A component of an object.
     *
     * @param name     its name in JSON
     * @param type     its type
     * @param writer   what writes it there
     * @param nullable whether it is declared to be null at times
     */
    record Component(String name, JavaType type, JsonFormatVisitable writer, boolean nullable) {}

    private final ObjectNode value = JsonNodeFactory.instance.objectNode();
    private final List<Component> components = new ArrayList<>();
    private boolean object;

    /** Its schema, as far as the writer says it; of an object with components nothing. */
    ObjectNode value() {
        return value;
    }

    /** Whether it has components, which may be none. */
    boolean isObject() {
        return object;
    }

    List<Component> components() {
        return components;
    }

    @Override
    public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
        object = true;
        return new JsonObjectFormatVisitor.Base(getContext()) {
            @Override
            public void property(BeanProperty property) {
                components.add(component(property));
            }

            @Override
            public void optionalProperty(BeanProperty property) {
                components.add(component(property));
            }
        };
    }

    private Component component(BeanProperty property) {
        var writer = getContext().findPrimaryPropertySerializer(property.getType(), property);
        return new Component(property.getName(), property.getType(), writer, Json.isNullable(property));
    }

    @Override
    public JsonStringFormatVisitor expectStringFormat(JavaType type) {
        is("string");
        return new JsonStringFormatVisitor.Base() {
            @Override
            public void enumTypes(Set<String> constants) {
                var all = value.putArray("enum");
                constants.forEach(all::add);
            }
        };
    }

    @Override
    public JsonNumberFormatVisitor expectNumberFormat(JavaType type) {
        is("number");
        return new JsonNumberFormatVisitor.Base();
    }

    @Override
    public JsonIntegerFormatVisitor expectIntegerFormat(JavaType type) {
        is("integer");
        return new JsonIntegerFormatVisitor.Base();
    }

    @Override
    public JsonBooleanFormatVisitor expectBooleanFormat(JavaType type) {
        is("boolean");
        return new JsonBooleanFormatVisitor.Base();
    }

    @Override
    public JsonArrayFormatVisitor expectArrayFormat(JavaType type) {
        is("array");
        return new JsonArrayFormatVisitor.Base(getContext());
    }

    @Override
    public JsonMapFormatVisitor expectMapFormat(JavaType type) {
        is("object");
        return new JsonMapFormatVisitor.Base(getContext());
    }

    @Override
    public JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
        return new JsonAnyFormatVisitor.Base();
    }

    private void is(String type) {
        value.put("type", type);
    }
}
