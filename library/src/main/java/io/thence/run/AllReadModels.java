// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Parked;
import io.thence.log.Wanted;
import io.thence.view.ReadModel;
import io.thence.view.ViewDatabases;
import io.thence.world.Disk;
import io.thence.world.Turn;
import io.thence.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The read models of all applications of a deployment, whose databases lie in one place. */
final class AllReadModels {

    private final List<ReadModels> each = new CopyOnWriteArrayList<>();
    private final ViewDatabases databases;
    private final Turn catalog;

    AllReadModels(ViewDatabases databases, World world) {
        this.databases = databases;
        catalog = new Turn(world);
    }

    void add(ReadModels models) {
        each.add(models);
    }

    /** Where they keep their tables. */
    ViewDatabases databases() {
        return databases;
    }

    /** Held while databases are made or deleted, so that nobody takes one for a stray that is being made. */
    Turn catalog() {
        return catalog;
    }

    /** All that run, also those that are built beside others. */
    List<ReadModel> views() {
        return each.stream().flatMap(models -> models.views().stream()).toList();
    }

    /** What they need of the log: all that they have not come to, and what is filed under keys that wait. */
    Wanted wanted() {
        return views().stream().map(view -> new Wanted(view.progress().upTo() + 1, view.parked().stream()
                        .collect(Collectors.toMap(Parked::key, Parked::position, Math::min))))
                .reduce(Wanted.NOTHING, Wanted::and);
    }

    /** Deletes the databases of views that do not run, also those beside the log where they are on a server now. */
    List<String> deleteStrays(Disk disk) {
        catalog.take();
        try {
            var deleted = new ArrayList<>(databases.deleteAllBut(
                    each.stream().flatMap(models -> models.databases().stream()).toList()));
            if (databases.isRemote()) {
                deleted.addAll(ViewDatabases.embedded(disk).deleteAllBut(List.of()));
            }
            return deleted;
        } finally {
            catalog.give();
        }
    }
}
