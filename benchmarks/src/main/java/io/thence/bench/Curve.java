// SPDX-License-Identifier: Apache-2.0
package io.thence.bench;

import java.util.Locale;
import java.util.SequencedMap;

/** A curve as a picture: throughput over the events that a store has. */
final class Curve {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final int LEFT = 80;
    private static final int RIGHT = 24;
    private static final int TOP = 40;
    private static final int BOTTOM = 56;
    private static final int LINES = 5;

    private final SequencedMap<Integer, Double> points;
    private final double most;
    private final double events;

    private Curve(SequencedMap<Integer, Double> points) {
        this.points = points;
        most = nice(points.values().stream().mapToDouble(Double::doubleValue).max().orElse(1));
        events = points.lastEntry().getKey();
    }

    /** The picture of {@code points}, which are events a second by events. */
    static String svg(SequencedMap<Integer, Double> points) {
        return new Curve(points).draw();
    }

    private String draw() {
        var svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="%d" y="22" font-size="14">Events appended a second, by events in the store</text>
                """.formatted(WIDTH, HEIGHT, LEFT));
        for (int i = 0; i <= LINES; i++) {
            double value = most * i / LINES;
            svg.append(String.format(Locale.ROOT, """
                    <line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#ddd"/>
                    <text x="%d" y="%.1f" text-anchor="end">%,.0f</text>
                    """, LEFT, WIDTH - RIGHT, y(value), y(value), LEFT - 8, y(value) + 4, value));
        }
        var line = new StringBuilder();
        points.forEach((at, value) -> {
            line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(at), y(value)));
            svg.append(String.format(Locale.ROOT, """
                    <circle cx="%.1f" cy="%.1f" r="3.5" fill="#15616d"><title>%,.0f/s at %,d</title></circle>
                    <text x="%.1f" y="%d" text-anchor="middle">%.1f M</text>
                    """, x(at), y(value), value, at, x(at), HEIGHT - BOTTOM + 20, at / 1e6));
        });
        return svg + "<polyline points=\"" + line.toString().strip() + "\" fill=\"none\" stroke=\"#15616d\""
                + " stroke-width=\"2\"/>\n</svg>\n";
    }

    private double x(int at) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (at / events);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most;
    }

    /** The next number above that is one, two or five with zeros. */
    private static double nice(double number) {
        double power = Math.pow(10, Math.floor(Math.log10(number)));
        for (int factor : new int[] {1, 2, 5}) {
            if (number <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
