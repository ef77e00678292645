// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

/** Which way a change must be compatible; {@link Rule} says with what. */
public enum Compatibility {
    /** New code reads what released code has stored. */
    BACKWARD,
    /** Released code reads what new code stores: both run side by side for a while. */
    FORWARD,
    /** Both ways. */
    FULL
}
