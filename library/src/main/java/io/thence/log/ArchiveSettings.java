// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.ThenceException.BadRequest;
import java.time.Duration;

/**
 * Which sealed segments are moved to an archive: those that both limits let go.
 *
 * @param newest so many of the newest stay
 * @param age    those stay that were sealed less than this ago
 */
public record ArchiveSettings(int newest, Duration age) {

    public ArchiveSettings {
        if (newest < 0 || age.isNegative()) {
            throw new BadRequest("an archive leaves 0 or more segments, of an age of 0 or more: not " + newest + " and "
                    + age);
        }
    }
}
