// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.processor.Consumer;
import io.thence.processor.DeadLetterDesk;
import io.thence.world.Progress;
import java.util.List;
import java.util.function.Supplier;

/**
 * A projection, as those see it who tell it something.
 *
 * @param desk    its dead letters
 * @param serving the view that answers
 * @param all     the views that run
 */
public record ToldProjection(String name, DeadLetterDesk desk, Supplier<ReadModel> serving,
        Supplier<List<ReadModel>> all) implements Consumer {

    /** One that has one view. */
    static ToldProjection of(ReadModel view, DeadLetterDesk desk) {
        return new ToldProjection(view.name(), desk, () -> view, () -> List.of(view));
    }

    @Override
    public Progress progress() {
        return serving.get().progress();
    }

    @Override
    public void told() {
        desk.told();
        all.get().forEach(ReadModel::wake);
    }

    @Override
    public boolean isThrough(long position) {
        return desk.isThrough();
    }

    @Override
    public boolean isSettled(long position) {
        return isThrough(position); // it is not moved
    }
}
