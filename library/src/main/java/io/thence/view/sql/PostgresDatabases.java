// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import io.thence.ThenceException.PartStopped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Schemas in one PostgreSQL database, one a projection. */
record PostgresDatabases(PostgresConnections connections, String owner) implements Databases {

    private static final Pattern OWNER = Pattern.compile("[a-z][a-z0-9]{0,19}");
    private static final String ASIDE = ".aside";
    private static final int NAME_MAX = 63;

    PostgresDatabases {
        if (!OWNER.matcher(owner).matches()) {
            throw new IllegalArgumentException("'" + owner + "' begins the names of schemas: use a word of at most 20"
                    + " lower case letters and digits, as in shop");
        }
    }

    private String schema(String name) {
        return owner + "_" + name;
    }

    @Override
    public ViewDatabase open(Blueprint blueprint) throws SQLException {
        var schema = schema(blueprint.name());
        objection(blueprint.name()).ifPresent(what -> {
            throw new PartStopped("projection '" + blueprint.projection() + "': " + what + ": give it a shorter name",
                    new IllegalArgumentException(schema));
        });
        var database = new PostgresDatabase(connections, schema);
        if (!exists(blueprint.name())) {
            database.make(blueprint);
        }
        connections.reading(schema, connection -> {
            Checkpoints.requireWhole(connection);
            return database;
        });
        return database;
    }

    @Override
    public Optional<String> objection(String name) {
        var schema = schema(name);
        return schema.length() + ASIDE.length() <= NAME_MAX ? Optional.empty()
                : Optional.of("PostgreSQL has no room for the name of its schema, '" + schema + "'");
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public boolean exists(String name) throws SQLException {
        return schemas().contains(schema(name));
    }

    /** Those with our checkpoints in them: others may be anybody's, whatever their names are. */
    private List<String> schemas() throws SQLException {
        return connections.inTransaction(connection -> {
            try (var query = connection.prepareStatement(
                    "select schemaname from pg_tables where tablename = 'thence_checkpoint'"
                            + " and starts_with(schemaname, ?) order by schemaname")) {
                query.setString(1, owner + "_");
                try (var rows = query.executeQuery()) {
                    var found = new ArrayList<String>();
                    while (rows.next()) {
                        found.add(rows.getString(1));
                    }
                    return found;
                }
            }
        });
    }

    /** It has what it has committed. */
    @Override
    public boolean isDoubtful(String name) {
        return false;
    }

    @Override
    public void setAside(String name) throws SQLException {
        var schema = schema(name);
        if (schemas().contains(schema)) {
            inOne("drop schema if exists " + PostgresDatabase.quoted(schema + ASIDE) + " cascade",
                    "alter schema " + PostgresDatabase.quoted(schema) + " rename to "
                            + PostgresDatabase.quoted(schema + ASIDE));
        }
    }

    @Override
    public void drop(String name) throws SQLException {
        inOne("drop schema if exists " + PostgresDatabase.quoted(schema(name)) + " cascade");
    }

    @Override
    public List<String> deleteAllBut(Collection<String> names) {
        try {
            var kept = names.stream().map(this::schema).toList();
            var strays = schemas().stream().filter(schema -> !kept.contains(schema)).toList();
            for (var stray : strays) {
                inOne("drop schema if exists " + PostgresDatabase.quoted(stray) + " cascade");
            }
            return strays;
        } catch (SQLException e) {
            throw new PartStopped("schemas of projections that nothing runs cannot be deleted (" + e.getMessage()
                    + "): mend it and start again", e);
        }
    }

    private void inOne(String... statements) throws SQLException {
        connections.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                for (var sql : statements) {
                    statement.execute(sql);
                }
            }
            return statements;
        });
    }
}
