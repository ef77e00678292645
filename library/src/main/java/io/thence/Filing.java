// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.List;
import java.util.function.Function;

/**
 * How events of one type are filed under one key.
 *
 * @param key    the key
 * @param many   whether one event can be filed under several values of it
 * @param values the values of an event, in a fixed order
 * @param <E>    the event's record
 */
public record Filing<E>(Key<?> key, boolean many, Function<E, List<KeyValue>> values) {}
