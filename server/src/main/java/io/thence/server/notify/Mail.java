// SPDX-License-Identifier: Apache-2.0
package io.thence.server.notify;

import io.thence.Notice;
import io.thence.Notifier;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/**
 * Tells of alerts by mail, through an SMTP server. The key is the mail's {@code Message-ID}: programs for mail show one
 * that comes again once.
 *
 * @param name     stands in the log; never changes
 * @param server   the server
 * @param from     the sender's address
 * @param to       addresses of those who are told, with commas between
 * @param limit    how long connecting, reading and writing may take each
 */
public record Mail(String name, Server server, String from, String to, Duration limit) implements Notifier {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /**
     * An SMTP server.
     *
     * @param login who logs in; empty where nobody has to
     * @param isTls whether it is spoken to only encrypted, by {@code STARTTLS}
     */
    public record Server(String host, int port, Optional<Login> login, boolean isTls) {

        /** The one at {@code host}, encrypted, without a login. */
        public static Server at(String host, int port) {
            return new Server(host, port, Optional.empty(), true);
        }

        /** The same, with a login. */
        public Server login(String user, String password) {
            return new Server(host, port, Optional.of(new Login(user, password)), isTls);
        }

        /** The same, in clear: within a machine, say. */
        public Server inClear() {
            return new Server(host, port, login, false);
        }
    }

    /** Who logs in. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    /** One that is called {@code name}, goes through {@code server}, and may take ten seconds for each step. */
    public static Mail named(String name, Server server, String from, String to) {
        return new Mail(name, server, from, to, LIMIT);
    }

    @Override
    public void notify(String key, Notice notice) throws MessagingException {
        var message = new Identified(session(), "<" + key + "@thence>");
        message.setFrom(new InternetAddress(from));
        message.setRecipients(RecipientType.TO, InternetAddress.parse(to));
        message.setSubject("[" + notice.severity() + "] " + notice.alert() + " of " + notice.key()
                + (notice.isRaised() ? "" : " is over"), StandardCharsets.UTF_8.name());
        message.setText(text(notice), StandardCharsets.UTF_8.name());
        message.saveChanges();
        if (server.login().isPresent()) {
            Transport.send(message, server.login().get().user(), server.login().get().password());
        } else {
            Transport.send(message);
        }
    }

    private static String text(Notice notice) {
        return "Alert " + notice.alert() + " of " + notice.key() + (notice.isRaised() ? " is raised" : " is over")
                + "\n\nrule:  " + notice.text() + notice.value().map(value -> "\nvalue: " + value).orElse("")
                + "\nsince: " + notice.since() + "\nat:    " + notice.at() + "\n";
    }

    private Session session() {
        var properties = new Properties();
        properties.put("mail.smtp.host", server.host());
        properties.put("mail.smtp.port", Integer.toString(server.port()));
        properties.put("mail.smtp.auth", Boolean.toString(server.login().isPresent()));
        properties.put("mail.smtp.starttls.enable", Boolean.toString(server.isTls()));
        properties.put("mail.smtp.starttls.required", Boolean.toString(server.isTls()));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        for (var limited : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            properties.put("mail.smtp." + limited, Long.toString(limit.toMillis()));
        }
        return Session.getInstance(properties);
    }

    /** A message whose id is given. */
    private static final class Identified extends MimeMessage {

        private final String id;

        Identified(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
