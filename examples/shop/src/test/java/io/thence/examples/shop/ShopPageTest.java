// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.thence.Description;
import io.thence.examples.shop.ShopCommand.PlaceOrder;
import io.thence.examples.shop.input.Datasets;
import io.thence.examples.shop.page.ShopPage;
import io.thence.server.http.PageServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The shop's page, as a browser shows it. */
@Timeout(120)
class ShopPageTest {

    private static Browsing browsing;

    private FedShop shop;
    private PageServer server;

    @BeforeAll
    static void browse() {
        browsing = Browsing.start();
    }

    @AfterAll
    static void close() {
        if (browsing != null) {
            browsing.close();
        }
    }

    @BeforeEach
    void start() {
        shop = FedShop.inMemory();
        server = PageServer.start(shop.thence, ShopPage.of(shop.thence), 0);
    }

    @AfterEach
    void stop() {
        browsing.closePages();
        server.close();
        shop.close();
    }

    @Test
    void december_fills_the_open_page_with_the_known_answers() {
        var december = Datasets.need(Datasets.DECEMBER);
        var page = open();
        shop.feed(december);

        shows(page, Map.of("lines", 42_481L, "sales", 1_699L, "returns", 326L, "netValue", 748_957_020L,
                "customers", 948L, "refused", 0L, "head", shop.thence.store().head().number()));
        assertThat(page.locator("[data-test=netValue]")).hasText("£748,957.02");
        assertThat(page.locator("[data-test=clock]")).hasText("Thu, 23 Dec 2010, 17:41");
        assertThat(rows(page, "products").subList(0, 3)).containsExactly("84077=5195", "21212=4076", "22834=3382");
        assertThat(rows(page, "countries").subList(0, 3))
                .containsExactly("United Kingdom=676742620", "Germany=14562840", "France=9575360");
        assertThat(page.locator("[data-test=countries] b").first()).hasText("£676,743");
        assertThat(sum(page, "orders")).isEqualTo(1_699);
        assertThat(sum(page, "value")).isEqualTo(823_746_140);
        assertThat(page.locator("[data-test=orders][data-key='2010-12-03T15:00:00Z']"))
                .hasAttribute("data-value", "35");
        showsLowStock(page);
        clean();
    }

    private void showsLowStock(Page page) {
        var low = shop.books().list("select code, 100 + moved as available, back_ordered, on_order from stock"
                        + " where moved < -50 order by moved - back_ordered, code limit 3",
                row -> List.of(row.text("code"), row.number("available"), row.number("back_ordered"),
                        row.number("on_order")));
        for (int i = 0; i < low.size(); i++) {
            var row = page.locator("[data-test=stock]").nth(i);
            assertThat(row).hasAttribute("data-key", low.get(i).getFirst().toString());
            assertThat(row.locator("td").allInnerTexts().subList(2, 5))
                    .isEqualTo(low.get(i).stream().skip(1).map(Object::toString).toList());
        }
    }

    @Test
    void the_flow_is_that_of_the_application() {
        var page = open();
        var described = Shop.APPLICATION.describe();
        var boxes = page.locator("[data-test=flow-box]");
        assertThat(boxes).hasCount(described.boxes().size());

        assertThat(strings(boxes, "box => box.dataset.kind + '/' + box.dataset.name"))
                .containsExactlyInAnyOrderElementsOf(described.boxes().stream().map(ShopPageTest::name).toList());
        assertThat(strings(boxes, "box => box.textContent")).contains("PlaceOrder", "order.placed", "booksprojection");
        var arrows = page.locator("[data-test=flow-arrow]");
        assertThat(strings(arrows, "arrow => arrow.dataset.from + '>' + arrow.dataset.to"))
                .containsExactlyInAnyOrderElementsOf(described.arrows().stream()
                        .map(arrow -> name(arrow.from()) + ">" + name(arrow.to()))
                        .toList());

        page.locator("[data-test=flow-box][data-name='reorder']").hover();
        assertThat(page.locator("[data-test=flow-box].on")).hasCount(3);
        assertThat(page.locator("[data-test=flow-arrow].on")).hasCount(2);
        assertThat(page.locator("#flow-readout")).hasText("reaction reorder, from stock.ran-low, to ReceiveStock");
        clean();
    }

    @Test
    void an_empty_shop_says_so_and_its_first_order_comes_live() {
        var page = open();
        assertThat(page.locator("[data-test=empty]")).isVisible();
        assertThat(page.locator("[data-test=clock]")).hasText("not open yet");
        shows(page, Map.of("lines", 0L, "sales", 0L, "netValue", 0L, "head", 0L));
        assertThat(page.locator(".hint")).hasText(new String[] {
            "No sales yet", "Nothing sold yet", "Nothing runs low", "No events yet", "Nothing sold yet"
        });
        assertThat(page.locator("[data-test=error]")).isHidden();

        order("600001");

        var event = page.locator("[data-test=event][data-type='order.placed']");
        assertThat(event).containsText("invoice/600001");
        assertThat(page.locator("[data-test=empty]")).isHidden();
        shows(page, Map.of("lines", 1L, "sales", 1L, "netValue", 4_500L));
        assertThat(rows(page, "products")).containsExactly("X1=3");
        event.locator("summary").click();
        assertThat(event.locator("[data-test=data]")).containsText("\"description\": \"<b>BOX & LID</b>\"");
        assertThat(event.locator("[data-test=envelope]")).containsText("\"type\": \"order.placed\"");
        assertThat(event.locator("[data-test=envelope]")).containsText("\"invoice/600001\"");
        assertThat(event.locator("[data-test=envelope]")).not().containsText("description");
        clean();
    }

    @Test
    void paused_it_stands_still_and_then_catches_up() {
        var page = open();
        shows(page, Map.of("lines", 0L));
        page.locator("#pause").click();
        order("600001");
        assertThat(page.locator("#events-readout")).hasText("paused, 1 event since");
        shows(page, Map.of("lines", 0L));
        page.locator("#pause").click();
        shows(page, Map.of("lines", 1L));
        assertThat(page.locator("[data-test=event]")).hasCount(1);
        clean();
    }

    @Test
    void it_finds_back_to_a_server_that_was_away() {
        var page = open();
        order("600001");
        shows(page, Map.of("lines", 1L));
        int port = server.address().getPort();
        server.close();
        assertThat(page.locator("[data-test=connection]")).hasText("Reconnecting");

        server = PageServer.start(shop.thence, ShopPage.of(shop.thence, () -> OptionalDouble.of(0.5)), port);
        order("600002");
        assertThat(page.locator("[data-test=connection]")).hasText("Live",
                new LocatorAssertions.HasTextOptions().setTimeout(20_000));
        shows(page, Map.of("lines", 2L));
        assertThat(page.locator("[data-test=event]")).hasCount(2);
        assertThat(page.locator("#progress")).hasAttribute("value", "0.5");
    }

    @Test
    void arrows_show_how_many_events_come() {
        var page = open();
        shows(page, Map.of("lines", 0L));
        var rate = page.locator("[data-test=flow-rate][data-to='EVENT/order.placed']");
        assertThat(rate).hasText("");
        order("600001");
        assertThat(rate).hasText(Pattern.compile("[0-9.]+/s"));
        assertThat(page.locator("[data-test=flow-rate][data-from='EVENT/order.placed']"))
                .hasText(Pattern.compile("[0-9.]+/s"));
        assertThat(page.locator("[data-test=flow-rate][data-to='EVENT/goods.returned']")).hasText("");
        assertThat(page.locator("[data-test=flow-arrow][data-to='EVENT/order.placed']").first())
                .hasClass(Pattern.compile("busy"));
        clean();
    }

    @Test
    void it_is_light_or_dark_as_the_system_is_until_somebody_chooses() {
        var page = open();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertThat(page.locator("body")).hasCSS("background-color", "rgb(20, 23, 28)");
        var theme = page.locator("[data-test=theme]");
        assertThat(theme).hasText("Light");
        theme.click();
        assertThat(page.locator("body")).hasCSS("background-color", "rgb(246, 246, 243)");
        page.reload();
        assertThat(page.locator("body")).hasCSS("background-color", "rgb(246, 246, 243)");
        assertThat(theme).hasText("Dark");
        theme.click();
        assertThat(page.locator("body")).hasCSS("background-color", "rgb(20, 23, 28)");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        assertThat(page.locator("body")).hasCSS("background-color", "rgb(246, 246, 243)");
        clean();
    }

    @Test
    void it_fits_a_phone() {
        order("600001");
        var page = browsing.open(server.address(), 390, 844);
        shows(page, Map.of("lines", 1L));
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
        assertThat(page.locator("[data-test=flow-box]").first()).isVisible();
        clean();
    }

    private Page open() {
        return browsing.open(server.address(), 1280, 900);
    }

    private void order(String invoice) {
        var line = new Line("X1", "<b>BOX & LID</b>", 3, 1_500, Optional.of("17850"), "United Kingdom");
        shop.thence.send(new PlaceOrder(invoice, Instant.parse("2011-01-04T10:00:00Z"), List.of(line)));
    }

    private void clean() {
        assertThat(browsing.complaints).isEmpty();
        assertThat(browsing.strays).isEmpty();
    }

    private static void shows(Page page, Map<String, Long> figures) {
        figures.forEach((name, value) -> assertThat(page.locator("[data-test=" + name + "]"))
                .hasAttribute("data-value", value.toString(),
                        new LocatorAssertions.HasAttributeOptions().setTimeout(20_000)));
    }

    private static List<String> rows(Page page, String list) {
        return strings(page.locator("[data-test=" + list + "]"), "row => row.dataset.key + '=' + row.dataset.value");
    }

    private static long sum(Page page, String bars) {
        return strings(page.locator("[data-test=" + bars + "]"), "bar => bar.dataset.value").stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    /** What a function gives for each element, all seen at one moment. */
    private static List<String> strings(Locator elements, String function) {
        var texts = (List<?>) elements.evaluateAll("elements => elements.map(" + function + ")");
        return texts.stream().map(String::valueOf).toList();
    }

    private static String name(Description.Box box) {
        return box.kind() + "/" + box.name();
    }
}
