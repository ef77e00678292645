// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.testing.disk.PassingDisk;
import io.thence.world.Disk;
import io.thence.world.MemoryDisk;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;

/** A disk in memory that lets go of its databases when it is closed: a process runs thousands of tests. */
final class GivenDisk implements PassingDisk {

    private final Disk memory = new MemoryDisk();
    private final Set<String> databases = new LinkedHashSet<>();

    @Override
    public Disk disk() {
        return memory;
    }

    @Override
    public Disk elsewhere(String directory) {
        return memory.elsewhere(directory);
    }

    @Override
    public String database(String name) {
        var url = memory.database(name);
        databases.add(url);
        return url;
    }

    @Override
    public void close() {
        memory.close();
        for (var url : databases) {
            try (var connection = DriverManager.getConnection(url, "", "");
                    var statement = connection.createStatement()) {
                statement.execute("shutdown");
            } catch (SQLException e) {
                throw new IllegalStateException("the database of a projection cannot be let go of", e);
            }
        }
    }
}
