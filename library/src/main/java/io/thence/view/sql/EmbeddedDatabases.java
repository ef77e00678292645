// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import io.thence.world.Disk;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** H2 databases beside the log, one a projection. */
record EmbeddedDatabases(Disk disk) implements Databases {

    private static final String FOLDER = Disk.DATABASES;
    private static final String FILE = Disk.DATABASE_FILE;
    private static final String TEMPORARY = ".temp.db";

    @Override
    public ViewDatabase open(Blueprint blueprint) throws SQLException {
        return EmbeddedDatabase.open(disk.database(blueprint.name()), blueprint,
                () -> disk.flushFolder(FOLDER));
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
        return disk.list(FOLDER).contains(name + FILE);
    }

    @Override
    public void setAside(String name) {
        disk.setAside(name);
    }

    @Override
    public void drop(String name) {
        delete(disk.list(FOLDER).stream().filter(file -> isOf(name, file)).toList());
    }

    /** Also what was set aside, or left over. */
    @Override
    public List<String> deleteAllBut(Collection<String> names) {
        var strays = disk.list(FOLDER).stream().filter(file -> names.stream().noneMatch(name -> isOf(name, file)))
                .toList();
        delete(strays);
        return strays;
    }

    private void delete(List<String> files) {
        files.forEach(file -> disk.delete(FOLDER + "/" + file));
        if (!files.isEmpty()) {
            disk.flushFolder(FOLDER);
        }
    }

    /** Its database, what that spills while it is open, and what it is written anew in. */
    private static boolean isOf(String name, String file) {
        return file.startsWith(name + FILE) || (file.startsWith(name + ".") && file.endsWith(TEMPORARY));
    }
}
