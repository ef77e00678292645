// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import io.thence.world.Disk;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** H2 databases beside the log, one a projection. */
record EmbeddedDatabases(Disk disk) implements Databases {

    @Override
    public ViewDatabase open(Blueprint blueprint) throws SQLException {
        return EmbeddedDatabase.open(file(blueprint.name()), blueprint);
    }

    private EmbeddedFile file(String name) {
        return new EmbeddedFile(disk, name);
    }

    @Override
    public Optional<String> objection(String name) {
        return Optional.empty();
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public boolean exists(String name) {
        return file(name).exists();
    }

    @Override
    public boolean isDoubtful(String name) {
        return file(name).isDoubtful();
    }

    @Override
    public void setAside(String name) {
        disk.setAside(name);
    }

    @Override
    public void drop(String name) {
        EmbeddedFile.delete(disk, EmbeddedFile.all(disk).stream().filter(file(name)::has).toList());
    }

    /** Also what was set aside, or left over. */
    @Override
    public List<String> deleteAllBut(Collection<String> names) {
        var strays = EmbeddedFile.all(disk).stream().filter(file -> names.stream().noneMatch(name ->
                file(name).has(file))).toList();
        EmbeddedFile.delete(disk, strays);
        return strays.stream().filter(file -> !EmbeddedFile.isMark(file)).toList();
    }
}
