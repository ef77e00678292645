// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

/**
 * Stands for the data of an event that was taken in and is annulled: what it did is to be undone.
 *
 * @param data the event's data
 */
public record Undone(Object data) {}
