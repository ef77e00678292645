// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.demo;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many seconds of the orders' time pass in one second.
 *
 * @param factor greater than 0; infinite for as fast as it goes
 */
record Speed(double factor) {

    /** Does not wait at all. */
    static final Speed MAX = new Speed(Double.POSITIVE_INFINITY);

    /** Reads a number, or {@code max}. */
    static final class Converter implements ITypeConverter<Speed> {
        @Override
        public Speed convert(String text) {
            if (text.equals("max")) {
                return MAX;
            }
            try {
                double factor = Double.parseDouble(text);
                if (factor > 0) {
                    return new Speed(factor);
                }
            } catch (NumberFormatException _) {
                // said below
            }
            throw new TypeConversionException("'" + text + "' is no speed: give a number above 0, or max");
        }
    }

    @Override
    public String toString() {
        return factor == Double.POSITIVE_INFINITY ? "as fast as it goes" : "%,.0f times as fast".formatted(factor);
    }
}
