// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.event.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PayloadTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 999_999, 49_999_999})
    void hasTheSizeThatIsAskedFor(long n) {
        var json = Payload.json(n);
        assertThat(json).hasSize(256);
        assertThat(new String(json, StandardCharsets.UTF_8)).startsWith("{\"account\":\"account-").endsWith("\"}");
        assertThat(Json.read(json, Payload.class, "a payload")).isEqualTo(Payload.of(n));
    }
}
