// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.List;

/** What would become of a command if it were sent. Others may change that at any moment. */
public sealed interface Preview {

    /** The head on whose state it was decided. */
    Position position();

    /** These events would happen: records as its decider has given them. */
    record Accepts(List<?> events, Position position) implements Preview {
        public Accepts {
            events = List.copyOf(events);
        }
    }

    /** It would be refused. */
    record Refuses(Refusal refusal, Position position) implements Preview {}
}
