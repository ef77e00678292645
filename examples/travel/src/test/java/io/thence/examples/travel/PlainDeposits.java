// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel;

import io.thence.examples.travel.PlainHotel.Line;
import io.thence.examples.travel.payment.CardCompany;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of deposits and who got mails, by one loop over the lines, where cards are declined. */
final class PlainDeposits {

    private final CardCompany company;
    private final Map<String, Integer> times = new TreeMap<>();
    private final Map<String, BigDecimal> euro = new TreeMap<>();
    private final Map<String, Integer> mails = new TreeMap<>();
    private int released;

    PlainDeposits(PlainHotel hotel, CardCompany company) {
        this.company = company;
        hotel.lines().forEach(this::add);
    }

    boolean isReleased(Line line) {
        return !line.deposit().equals("No Deposit") && company.declines(line.number(), 1)
                && company.declines(line.number(), 2);
    }

    private void add(Line line) {
        if (isReleased(line)) {
            declined(2);
            released++;
            mail("RELEASED");
            return;
        }
        mail("CONFIRMED");
        if (!line.deposit().equals("No Deposit")) {
            declined(company.declines(line.number(), 1) ? 1 : 0);
            var part = new BigDecimal(line.deposit().equals("Refundable") ? "0.30" : "1.00");
            var deposit = line.price().multiply(part).setScale(2, RoundingMode.FLOOR);
            book("charged", deposit);
            if (line.isCancelled()) {
                boolean refunded = line.deposit().equals("Refundable");
                book(refunded ? "refunded" : "kept", deposit);
                if (refunded) {
                    mail("REFUNDED");
                }
            }
        }
        mail(line.isCancelled() ? "CANCELLED" : line.hasLeft() ? "BILL" : "MISSED");
    }

    private void declined(int cards) {
        for (int i = 0; i < cards; i++) {
            book("declined", new BigDecimal("0.00"));
        }
    }

    private void book(String what, BigDecimal amount) {
        times.merge(what, 1, Integer::sum);
        euro.merge(what, amount, BigDecimal::add);
    }

    private void mail(String subject) {
        mails.merge(subject, 1, Integer::sum);
    }

    String deposits() {
        return times.entrySet().stream()
                .map(e -> e.getKey() + " | " + e.getValue() + " | " + euro.get(e.getKey()) + "; ")
                .collect(Collectors.joining()) + "released | " + released;
    }

    String mails() {
        return mails.entrySet().stream().map(e -> e.getKey() + " | " + e.getValue()).collect(Collectors.joining("; "));
    }
}
