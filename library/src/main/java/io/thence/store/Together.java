// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.CommandId;
import io.thence.ThenceException.BadRequest;
import java.util.HashSet;
import java.util.List;

/** Which batches may be appended together: those whose judgement does not hang on each other. */
public final class Together {

    private Together() {}

    /**
     * Checks them.
     *
     * @throws BadRequest if they may not
     */
    public static void check(List<Append> together) {
        if (together.size() > EventStore.TOGETHER_MAX) {
            throw new BadRequest(together.size() + " batches are more than the " + EventStore.TOGETHER_MAX
                    + " that are appended together: append them in several goes");
        }
        var commands = new HashSet<CommandId>();
        for (var append : together) {
            append.command().filter(command -> !commands.add(command.id())).ifPresent(command -> {
                throw new BadRequest("two batches that are to be appended together are of command "
                        + command.id().text() + ": a command is done once");
            });
            if (!append.finished().isEmpty() || append.answered() != Durability.FLUSHED) {
                throw new BadRequest("a batch that is appended together with others has a word of a consumer, or is"
                        + " answered before it is flushed: append it by itself");
            }
            if (append.events().stream().anyMatch(event -> event.type().equals(Truncation.TOMBSTONED))) {
                throw new BadRequest("a batch that is appended together with others has a tombstone: append it by"
                        + " itself");
            }
        }
    }
}
