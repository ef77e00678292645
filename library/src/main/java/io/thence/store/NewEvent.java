// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.EventId;
import io.thence.KeyValue;
import java.util.List;
import java.util.Optional;

/**
 * An event that is to be appended.
 *
 * @param type    its stable name
 * @param version the version that {@code data} is of
 * @param keys    what it is filed under, each once; the first is its stream
 * @param data    JSON in UTF-8; not changed by anyone afterwards
 * @param id      for an event that came with an id; absent: the command's id and the event's ordinal
 */
public record NewEvent(String type, int version, List<KeyValue> keys, byte[] data, Optional<EventId> id) {}
