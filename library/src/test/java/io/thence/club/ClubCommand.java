// SPDX-License-Identifier: Apache-2.0
package io.thence.club;

import java.math.BigDecimal;
import java.util.Optional;

/** What the club is asked to do. */
public sealed interface ClubCommand {

    record Join(String email, String name, Optional<String> phone, BigDecimal fee) implements ClubCommand {}

    record Visit(String email, int minutes) implements ClubCommand {}
}
