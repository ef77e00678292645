// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.ThenceException.BadRequest;
import io.thence.index.IndexSettings;
import io.thence.log.LogSettings;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Settings that cannot be are refused as any other request that cannot be. */
class LimitsTest {

    static final List<ThrowingCallable> IMPOSSIBLE = List.of(
            () -> new LogSettings(0, 1, 1, 1, 1, 64, 16),
            () -> new IndexSettings(17, 4, 5, 64, 3),
            () -> new SnapshotSettings(LogSettings.SMALL, -1, 1, false));

    @ParameterizedTest
    @FieldSource("IMPOSSIBLE")
    void they_are_a_bad_request(ThrowingCallable settings) {
        assertThatThrownBy(settings).isInstanceOf(BadRequest.class);
    }
}
