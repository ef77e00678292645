// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.ThenceException.BadRequest;
import io.thence.log.CompactionSettings;
import io.thence.log.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CompactionSettingsTest {

    @Test
    void settingsThatWouldHarmAreRefused() {
        assertThatThrownBy(() -> new Retention("order", Optional.empty(), OptionalLong.empty()))
                .isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> Retention.ofCount("order", 0)).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> new CompactionSettings(Duration.ofDays(2), Duration.ofDays(1), List.of()))
                .isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> CompactionSettings.DEFAULT.keeping(
                List.of(Retention.ofCount("a", 1), Retention.ofCount("a", 2)))).isInstanceOf(BadRequest.class);
    }
}
