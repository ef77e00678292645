// SPDX-License-Identifier: Apache-2.0
package io.thence.server.notify;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.thence.Alert.Severity;
import io.thence.Notice;
import io.thence.server.notify.Mail.Server;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Mails reach a server that is not ours, with their key; one that does not answer is a failure within the limit. */
@Timeout(60)
class MailTest {

    private static final Instant AT = Instant.parse("2026-03-27T12:00:00Z");
    private static final String TO = "anna@example.org, bert@example.org";

    private final GreenMail smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        smtp.start();
    }

    @AfterEach
    void stop() {
        smtp.stop();
    }

    private static Notice notice(boolean isRaised) {
        return new Notice("declined", "karte-ü", Severity.CRITICAL, isRaised, AT, AT.plusSeconds(5), Optional.of(3.0),
                "count in PT1M at least 3.0");
    }

    private Server server() {
        return Server.at("127.0.0.1", smtp.getSmtp().getPort());
    }

    @Test
    void a_mail_says_what_is_raised_and_what_is_over_to_all_under_its_key() throws Exception {
        var mail = Mail.named("mail", server().inClear(), "thence@example.org", TO);
        mail.notify("key-1", notice(true));
        mail.notify("key-2", notice(false));
        var received = smtp.getReceivedMessages();
        assertThat(received).hasSize(4);
        assertThat(received[0].getSubject()).isEqualTo("[CRITICAL] declined of karte-ü");
        assertThat(received[0].getMessageID()).isEqualTo("<key-1@thence>");
        assertThat(received[0].getFrom()).extracting(Object::toString).containsExactly("thence@example.org");
        assertThat((String) received[0].getContent()).contains("declined of karte-ü is raised")
                .contains("rule:  count in PT1M at least 3.0").contains("value: 3.0")
                .contains("at:    2026-03-27T12:00:05Z");
        assertThat(received[1].getSubject()).isEqualTo("[CRITICAL] declined of karte-ü is over");
        assertThat(received[1].getMessageID()).isEqualTo("<key-2@thence>");
    }

    @Test
    void a_login_is_used_and_not_shown() throws Exception {
        smtp.setUser("thence@example.org", "thence", "secret");
        var server = server().inClear().login("thence", "secret");
        Mail.named("mail", server, "thence@example.org", "anna@example.org").notify("key", notice(true));
        assertThat(smtp.getReceivedMessages()).hasSize(1);
        assertThat(server.toString()).doesNotContain("secret");
        assertThatThrownBy(() -> Mail.named("mail", server().inClear().login("thence", "wrong"), "a@example.org",
                "anna@example.org").notify("key", notice(true))).isInstanceOf(MessagingException.class);
    }

    @Test
    void what_is_to_be_encrypted_is_not_sent_in_clear() {
        assertThatThrownBy(() -> Mail.named("mail", server(), "thence@example.org", TO).notify("key", notice(true)))
                .isInstanceOf(MessagingException.class).hasMessageContaining("STARTTLS");
        assertThat(smtp.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_server_that_says_nothing_is_a_failure_within_the_limit() throws IOException {
        try (var silent = new ServerSocket(0)) {
            var mail = new Mail("mail", Server.at("127.0.0.1", silent.getLocalPort()).inClear(), "a@example.org", TO,
                    Duration.ofMillis(200));
            assertThatThrownBy(() -> mail.notify("key", notice(true))).isInstanceOf(MessagingException.class);
        }
    }
}
