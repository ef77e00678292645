// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.CommandId;

/**
 * The command that a batch carries out.
 *
 * @param id   looked up before anything is judged
 * @param hash of its content: the same id with another hash is refused
 */
public record Command(CommandId id, ContentHash hash) {}
