// SPDX-License-Identifier: Apache-2.0
package io.thence.view.sql;

import java.util.List;

/**
 * What a database of a projection must have.
 *
 * @param projection the projection's name, for messages
 * @param name       of the database: versions and copies of one projection stand beside each other
 * @param tables     the statements that make its tables
 * @param lanes      how many lanes write to it, each with a checkpoint of its own
 * @param builtBy    what builds its rows
 */
public record Blueprint(String projection, String name, List<String> tables, int lanes, BuiltBy builtBy) {

    public Blueprint {
        tables = List.copyOf(tables);
    }
}
