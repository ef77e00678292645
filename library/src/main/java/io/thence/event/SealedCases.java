// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/** Writes with a value of a sealed type which case it is, unless annotations of its own say how. */
final class SealedCases extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    private final JsonTypeInfo.Value written;

    /** @param name which name of a case is written */
    SealedCases(JsonTypeInfo.Id name) {
        written = JsonTypeInfo.Value.construct(name, JsonTypeInfo.As.WRAPPER_ARRAY, null, null, false, null);
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated type) {
        var raw = type.getRawType();
        return Json.hasCases(raw) ? written : null;
    }
}
