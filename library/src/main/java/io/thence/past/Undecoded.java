// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

/**
 * What stands for the data of an event that cannot be decoded.
 *
 * @param data as they are stored; not to be changed
 */
public record Undecoded(byte[] data) {}
