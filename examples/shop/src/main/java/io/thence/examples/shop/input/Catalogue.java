// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

/** The made-up goods of the generator; each is told by its rank in popularity, whatever the seed. */
final class Catalogue {

    static final int GOODS = 2_800;

    private static final int CODES_FROM = 10_000;
    private static final int CODES = 80_000;
    /** Prime, and so it meets each code once. */
    private static final int CODE_STRIDE = 7_919;
    private static final String[] COLOURS = {"RED", "WHITE", "PINK", "BLUE", "CREAM", "GREEN", "IVORY", "VINTAGE"};
    private static final String[] STYLES = {"RETROSPOT", "HEART", "PAISLEY", "SKULL", "WOODLAND", "STAR", "ROSE"};
    private static final String[] THINGS = {"MUG", "T-LIGHT HOLDER", "LUNCH BAG", "CAKE STAND", "CUSHION COVER",
        "TEA TOWEL", "DOORMAT", "LANTERN", "HOOK", "PAPER CHAIN KIT", "ALARM CLOCK"};
    private static final int[] PRICES_IN_PENCE = {85, 42, 125, 165, 210, 295, 375, 55, 495, 19, 255, 795, 995, 1275};

    private Catalogue() {}

    static String code(int rank) {
        return switch (rank) {
            case 60 -> "POST";
            case 300 -> "M";
            default -> CODES_FROM + (int) ((long) rank * CODE_STRIDE % CODES) + suffix(rank);
        };
    }

    private static String suffix(int rank) {
        return rank % 5 == 0 ? String.valueOf((char) ('A' + rank / 5 % 8)) : "";
    }

    /** A description, quoted as CSV where it must be. */
    static String description(int rank) {
        if (rank % 97 == 13) {
            return "\"TRAY, BREAKFAST IN BED " + rank + "\"";
        }
        if (rank % 131 == 29) {
            return "\"LETTER \"\"" + (char) ('A' + rank % 26) + "\"\" BLING KEY RING " + rank + "\"";
        }
        return COLOURS[rank % COLOURS.length] + " " + STYLES[rank / 3 % STYLES.length] + " "
                + THINGS[rank / 5 % THINGS.length] + " " + rank;
    }

    static int priceInPence(int rank) {
        return PRICES_IN_PENCE[rank % PRICES_IN_PENCE.length];
    }
}
