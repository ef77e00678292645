// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LineParserTest {

    private static final Instant AT = Instant.parse("2010-12-01T08:26:00Z");
    private static final String DATE = "2010-12-01 08:26:00";

    private final LineParser parser = new LineParser();

    @Test
    void aLineOfASale() {
        var text = "536365,85123A,WHITE HEART,6," + DATE + ",2.55,17850.0,United Kingdom";
        assertThat(parse(text)).isEqualTo(new InvoiceLine(
                7, "536365", "85123A", "WHITE HEART", 6, AT, 2_550, Optional.of("17850"), "United Kingdom", text));
        assertThat(good(text).kind()).isEqualTo(Kind.SALE);
    }

    @Test
    void aLineOfAReturn() {
        var line = good("C536379,D,Discount,-1," + DATE + ",27.5,14527,EIRE");
        assertThat(line.kind()).isEqualTo(Kind.RETURN);
        assertThat(line.quantity()).isEqualTo(-1);
        assertThat(line.price()).isEqualTo(27_500);
        assertThat(line.customer()).contains("14527");
    }

    @Test
    void aLineOfAnAdjustmentMayHaveANegativePrice() {
        var line = good("A563186,B,Adjust bad debt,1,2011-08-12 14:51:00,-11062.06,,United Kingdom");
        assertThat(line.kind()).isEqualTo(Kind.ADJUSTMENT);
        assertThat(line.price()).isEqualTo(-11_062_060);
        assertThat(line.customer()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.0, 0", "0.001, 1", "2.1, 2100", "2.55, 2550", "11062.06, 11062060", "-0, 0",
        "999999999999.999, 999999999999999"})
    void pricesAreExact(String price, long thousandths) {
        assertThat(good("536365,A,B,1," + DATE + "," + price + ",,EIRE").price()).isEqualTo(thousandths);
    }

    @ParameterizedTest
    @CsvSource({"6, 6", "-5, -5", "0, 0", "007, 7", "2147483647, 2147483647", "-2147483648, -2147483648"})
    void quantitiesOfASale(String quantity, int pieces) {
        assertThat(good("536365,A,B," + quantity + "," + DATE + ",1,,EIRE").quantity()).isEqualTo(pieces);
    }

    @Test
    void descriptionsAreTakenAsTheyAre() {
        assertThat(description("\"TRAY, BREAKFAST IN BED\"")).isEqualTo("TRAY, BREAKFAST IN BED");
        assertThat(description("\"LETTER \"\"K\"\" RING\"")).isEqualTo("LETTER \"K\" RING");
        assertThat(description("A 6\" RULER")).isEqualTo("A 6\" RULER");
        assertThat(description(" \"B\"")).isEqualTo(" \"B\"");
        assertThat(description("")).isEmpty();
        assertThat(description("\"\"")).isEmpty();
        assertThat(description("  TWO  SPACES ")).isEqualTo("  TWO  SPACES ");
        assertThat(description("\u00A340 \uFFFD \uD83D\uDE00")).isEqualTo("\u00A340 \uFFFD \uD83D\uDE00");
        assertThat(description("# no comment")).isEqualTo("# no comment");
        assertThat(description("BACK\\")).isEqualTo("BACK\\");
    }

    /** A good line of a sale, of a return where the InvoiceNo starts with C, with one value in it that is wrong. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            InvoiceNo   | ``            | InvoiceNo is empty
            InvoiceNo   | 53636         | InvoiceNo '53636' is not six digits, nor C or A and digits
            InvoiceNo   | 5363651       | InvoiceNo '5363651' is not six digits, nor C or A and digits
            InvoiceNo   | B536365       | InvoiceNo 'B536365' is not six digits, nor C or A and digits
            InvoiceNo   | c536365       | InvoiceNo 'c536365' is not six digits, nor C or A and digits
            InvoiceNo   | C             | InvoiceNo 'C' is not six digits, nor C or A and digits
            InvoiceNo   | C536365       | Quantity '6' is positive in a return
            StockCode   | ``            | StockCode is empty
            StockCode   | `  `          | StockCode is empty
            Quantity    | ``            | Quantity is empty
            Quantity    | six           | Quantity 'six' is not a whole number
            Quantity    | +6            | Quantity '+6' is not a whole number
            Quantity    | 6.0           | Quantity '6.0' is not a whole number
            Quantity    | -             | Quantity '-' is not a whole number
            Quantity    | \u0666        | Quantity '\u0666' is not a whole number
            Quantity    | 1099511627776 | Quantity '1099511627776' is not within -2147483648 and 2147483647
            InvoiceDate | ``            | InvoiceDate is empty
            InvoiceDate | 2010-12-01    | InvoiceDate '2010-12-01' is no time of the form yyyy-MM-dd HH:mm:ss
            UnitPrice   | ``            | UnitPrice is empty
            UnitPrice   | 2.5555        | UnitPrice '2.5555' has more than 3 decimals
            UnitPrice   | free          | UnitPrice 'free' is not a decimal number
            UnitPrice   | 1e3           | UnitPrice '1e3' is not a decimal number
            UnitPrice   | .5            | UnitPrice '.5' is not a decimal number
            UnitPrice   | 5.            | UnitPrice '5.' is not a decimal number
            UnitPrice   | 1.2.3         | UnitPrice '1.2.3' is not a decimal number
            UnitPrice   | -2.55         | UnitPrice '-2.55' is negative in a sale
            UnitPrice   | 1234567890123 | UnitPrice '1234567890123' is more than a trillion pounds
            UnitPrice   | 166666666667  | UnitPrice '166666666667' times Quantity '6' is more than a trillion pounds
            CustomerID  | 1785x         | CustomerID '1785x' is not digits, with or without .0
            CustomerID  | 17850.5       | CustomerID '17850.5' is not digits, with or without .0
            CustomerID  | .0            | CustomerID '.0' is not digits, with or without .0
            Country     | ``            | Country is empty
            """)
    void aValueThatIsRefused(String column, String value, String reason) {
        var values = new ArrayList<>(List.of("536365", "A", "B", "6", DATE, "2.55", "17850.0", "EIRE"));
        values.set(Column.titles().indexOf(column), value);
        assertRefused(String.join(",", values), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2010-02-30 08:26:00", "2010-12-01 24:00:00", "2010-12-01T08:26:00", "2010-12-01 8:26:00",
        "+12010-12-01 08:26:00", "01.12.2010 08:26:00", "2010-12-01 08:26:60", "2010-12-01 08:26:00Z"})
    void timesThatDoNotExistOrAreWrittenOtherwise(String time) {
        assertRefused("536365,A,B,6," + time + ",2.55,,EIRE",
                "InvoiceDate '" + time + "' is no time of the form yyyy-MM-dd HH:mm:ss");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                         | empty line
            ` `                                        | too few columns: 1 where 8 are expected
            536365,A,B,6,DATE,2.55,17850.0             | too few columns: 7 where 8 are expected
            536365,A,B,6,DATE,2.55,17850.0,EIRE,X      | too many columns: 9 where 8 are expected
            536365,A,B,6,DATE,2.55,17850.0,EIRE,       | too many columns: 9 where 8 are expected
            C536365,A,B,-6,DATE,-2.55,,EIRE            | UnitPrice '-2.55' is negative in a return
            536365,A,"B,6,DATE,2.55,,EIRE              | Description opens a quote that its line does not close
            536365,A,"B"",6,DATE,2.55,,EIRE            | Description opens a quote that its line does not close
            536365,A,B,6,DATE,2.55,,"EIRE              | Country opens a quote that its line does not close
            536365,A,B,6,DATE,2.55,,EIRE,"             | column 9 opens a quote that its line does not close
            536365,A,"B"x,6,DATE,2.55,,EIRE            | Description has text after its closing quote
            536365,A,"B" ,6,DATE,2.55,,EIRE            | Description has text after its closing quote
            """)
    void aLineThatIsRefused(String line, String reason) {
        assertRefused(line.replace("DATE", DATE), reason);
    }

    private void assertRefused(String line, String reason) {
        var refused = refused(line);
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.text()).isEqualTo(line);
        assertThat(refused.number()).isEqualTo(7);
    }

    @Test
    void theCharactersOfALineThatAreNotAllowed() {
        assertThat(refused("536365,A,B\0C,6," + DATE + ",2.55,,EIRE").reason())
                .isEqualTo("Description 'B?C' holds a NUL character");
        assertThat(refused("536365,A,B\rC,6," + DATE + ",2.55,,EIRE").reason())
                .isEqualTo("a carriage return stands inside the line");
        assertThat(refused("536365,A,\"B\rC\",6," + DATE + ",2.55,,EIRE").reason())
                .isEqualTo("a carriage return stands inside the line");
    }

    @Test
    void whatIsNotUtf8IsShownAsReplacementCharacters() {
        var line = new ByteArrayOutputStream();
        line.writeBytes("536365,A,CAF".getBytes(StandardCharsets.US_ASCII));
        line.write(0xE9);
        line.writeBytes((",6," + DATE + ",2.55,,EIRE").getBytes(StandardCharsets.US_ASCII));
        var refused = (RefusedLine) parser.parse(7, line.toByteArray());
        assertThat(refused.reason()).isEqualTo("Description 'CAF\uFFFD' is not valid UTF-8");
        assertThat(refused.text()).isEqualTo("536365,A,CAF\uFFFD,6," + DATE + ",2.55,,EIRE");
        assertThat(refused.at()).contains(AT);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "536365,A,B,six,2010-12-01 08:26:00,2.55,,EIRE",
        "536365,A,B,6,2010-12-01 08:26:00",
        "536365,A,B,6,2010-12-01 08:26:00,2.55,,EIRE,X",
        "536365,A,B,6,2010-12-01 08:26:00,2.55,,\"EIRE",
        "536365,A,B\0,6,2010-12-01 08:26:00,2.55,,EIRE",
        "\"\",\"A,A\",\"B\"\"B\",6,2010-12-01 08:26:00,2.55,,EIRE"})
    void theTimeOfARefusedLineIsReadWhereItCan(String line) {
        assertThat(refused(line).at()).contains(AT);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "536365",
        "536365,A,6,2010-12-01 08:26:00,2.55,,EIRE",
        "536365,A,\"B,6,2010-12-01 08:26:00,2.55,,EIRE",
        "\"536365,A,B,6,2010-12-01 08:26:00,2.55,,EIRE",
        "536365,\"A,B,6,2010-12-01 08:26:00,2.55,,EIRE",
        "536365,A,B,6,2010-13-01 08:26:00,2.55,,EIRE"})
    void theTimeOfARefusedLineIsEmptyWhereItCannotBeRead(String line) {
        assertThat(refused(line).at()).isEmpty();
    }

    @Test
    void onlyTheStartOfALongLineIsKept() {
        var name = "x".repeat(985) + "\uD83D\uDE00" + "y".repeat(200);
        var line = good("536365,A," + name + ",6," + DATE + ",2.55,,EIRE");
        assertThat(line.description()).isEqualTo(name);
        assertThat(line.text()).hasSize(996 + 4).startsWith("536365,A,x").endsWith("yyy");
        var halved = refused("536365,A,x" + name + name.repeat(2));
        assertThat(halved.text()).hasSize(1_000);
        assertThat(refused("x".repeat(999) + "\uD83D\uDE00").text()).isEqualTo("x".repeat(999));
    }

    @Test
    void aLongValueIsCutInTheReason() {
        assertThat(refused("536365,A,B," + "9".repeat(500) + "," + DATE + ",2.55,,EIRE").reason())
                .isEqualTo("Quantity '" + "9".repeat(60) + "...' is not within -2147483648 and 2147483647");
    }

    private String description(String column) {
        return good("536365,A," + column + ",6," + DATE + ",2.55,,EIRE").description();
    }

    private InvoiceLine good(String line) {
        return (InvoiceLine) parse(line);
    }

    private RefusedLine refused(String line) {
        return (RefusedLine) parse(line);
    }

    private Entry parse(String line) {
        return parser.parse(7, line.getBytes(StandardCharsets.UTF_8));
    }
}
