// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

/**
 * A type of event that a store knows of.
 *
 * @param name    its stored name
 * @param version the highest version of it that was appended
 */
public record StoredType(String name, int version) {}
