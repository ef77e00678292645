// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.lastlogin;

import io.thence.Application;
import io.thence.ThenceException.BadRequest;
import io.thence.examples.Example;
import io.thence.examples.ExampleOptions;
import io.thence.examples.Moment;
import io.thence.examples.Questions;
import io.thence.examples.Sender;
import io.thence.run.Thence;
import io.thence.server.cli.Subcommand;
import io.thence.server.cli.Terminal;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import static io.thence.examples.Questions.row;
import static io.thence.examples.Questions.rows;
import static io.thence.examples.Questions.tables;

/** {@code thence example last-login}. */
@Command(
        name = "last-login",
        mixinStandardHelpOptions = true,
        description = "Event processing at its simplest: when each editor of Wikipedia was last seen.",
        footer = {
            "",
            "Examples:",
            "  thence example last-login",
            "  thence example last-login --only L2,L3 --users '#en.wikipedia/Diannaa' --since 2015-09-12T20:00:00"
        })
public final class LastLoginExample implements Example, Subcommand {

    @Mixin
    private ExampleOptions options = new ExampleOptions();

    @Option(names = "--users", paramLabel = "WIKI/USER,..", split = ",",
            description = "L2: which users; default: ${DEFAULT-VALUE}.")
    List<String> users = List.of("#en.wikipedia/GELongstreet", "#ca.wikipedia/PereBot", "#en.wikipedia/Diannaa");

    @Option(names = "--since", paramLabel = "TIME", converter = Moment.class,
            description = "L3: seen since which moment, UTC; default: ${DEFAULT-VALUE}.")
    Instant since = Instant.parse("2015-09-12T18:00:00Z");

    @Override
    public int run(Terminal terminal) throws IOException {
        return options.run(this, terminal);
    }

    @Override
    public Application application() {
        return LastLogin.APPLICATION;
    }

    @Override
    public List<String> files() {
        return List.of(Edits.FILE);
    }

    @Override
    public void check() throws IOException {
        var known = Edits.read().stream().map(Edits.Line::who).collect(Collectors.toCollection(TreeSet::new));
        if (users.stream().noneMatch(known::contains)) {
            throw new BadRequest("--users: there is none of " + users + ": there are " + known.size()
                    + ", the first are " + known.stream().limit(5).toList());
        }
    }

    @Override
    public void feed(Sender sender) throws IOException {
        Edits.feed(sender);
    }

    @Override
    public Questions questions() {
        return Questions.NONE
                .with("L1", "edits | wikis | users | the last edit", LastLoginExample::size)
                .with("L2", "of the users " + users + " those that were seen: when last | how often", this::lastSeen)
                .with("L3", "users seen at " + since + " or later | not seen since", this::seenSince)
                .with("K2", "the ten wikis with most edits: wiki | edits", LastLoginExample::busiest);
    }

    private static String size(Thence thence) {
        return tables(thence, LastLogin.LAST).one("""
                select sum(times) as edits, count(distinct wiki) as wikis, count(*) as users, max(at) as at from last
                """, r -> row(r.number("edits"), r.number("wikis"), r.number("users"), r.instant("at")));
    }

    private String lastSeen(Thence thence) {
        var seen = new ArrayList<String>();
        for (var user : new TreeSet<>(users)) {
            int slash = user.indexOf('/'); // no wiki has one
            seen.addAll(tables(thence, LastLogin.LAST).list("select at, times from last where wiki = ? and name = ?",
                    r -> row(user, r.instant("at"), r.number("times")),
                    user.substring(0, Math.max(slash, 0)), user.substring(slash + 1)));
        }
        return rows(seen);
    }

    private String seenSince(Thence thence) {
        return tables(thence, LastLogin.LAST).one("""
                select count(*) filter (where at >= ?) as seen, count(*) filter (where at < ?) as gone from last
                """, r -> row(r.number("seen"), r.number("gone")), since, since);
    }

    private static String busiest(Thence thence) {
        return rows(tables(thence, LastLogin.LAST).list("""
                select wiki, sum(times) as edits from last group by wiki order by edits desc, wiki limit 10
                """, r -> row(r.text("wiki"), r.number("edits"))));
    }
}
