// SPDX-License-Identifier: Apache-2.0
package io.thence.club;

import java.math.BigDecimal;
import java.util.Optional;

/** What happens in the club. Members are known by their e-mail address. */
public sealed interface ClubEvent {

    record Joined(String email, String name, Optional<String> phone, BigDecimal fee) implements ClubEvent {}

    record Visited(String email, int minutes) implements ClubEvent {}

    /** About nobody. */
    record Opened(String house) implements ClubEvent {}
}
