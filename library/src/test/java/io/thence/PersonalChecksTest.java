// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.club.Club;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Where personal text would come into the log in clear, or stay in a view, is found before the start. */
class PersonalChecksTest {

    record Address(String street, String city) {}

    record Moved(String id, Address to, String note, int times, Optional<String> phone) {}

    private static final Key<String> PERSON = Key.of("person");
    private static final Key<String> CITY = Key.of("city");
    private static final Events<Moved> MOVED =
            Events.of(Moved.class).type("moved", Moved.class, PERSON.of(Moved::id));

    private static List<String> faults(Part... parts) {
        return Application.named("test").with(parts).check().stream().filter(Problem::isError).map(problem ->
                problem.toString().replaceFirst(" \\[io\\.thence\\.\\S+\\(\\w+\\.java:\\d+\\)]$", "")).toList();
    }

    @Test
    void the_club_has_no_problems() {
        assertThat(Club.APPLICATION.check()).isEmpty();
        assertThat(Club.APPLICATION.personalKeys()).containsExactly("member");
        assertThat(Club.APPLICATION.subjectKeys()).containsExactly("member");
    }

    @Test
    void a_subject_may_have_a_plain_key_that_says_nothing_by_itself() {
        var events = MOVED.personal(Moved.class, PERSON, "note", "phone");
        assertThat(faults(events)).isEmpty();
    }

    @Test
    void components_must_be_there_and_have_a_value_for_who_is_forgotten() {
        assertThat(faults(MOVED.personal(Moved.class, PERSON, "street", "times", "to"))).containsExactly(
                "moved: Moved has no component 'street'; name one of its components in personal(..)",
                "moved: component 'times' is of type int, which has no value for a person who is forgotten; make it a"
                        + " String, which then reads as \"\", or an Optional, which then is empty",
                "moved: component 'to' is of type Address, which has no value for a person who is forgotten; make it a"
                        + " String, which then reads as \"\", or an Optional, which then is empty");
    }

    @Test
    void events_are_filed_under_one_person() {
        assertThat(faults(MOVED.personal(Moved.class, CITY, "note"))).containsExactly("moved: its personal components"
                + " are about one value of 'city', but it is filed under none; file it under one, by city.of(..)");
        var many = Events.of(Moved.class).type("moved", Moved.class, PERSON.each(moved -> List.of(moved.id())))
                .personal(Moved.class, PERSON, "note");
        assertThat(faults(many)).containsExactly("moved: its personal components are about one value of 'person', but"
                + " it is filed under many; file it under one, by person.of(..)");
    }

    @Test
    void a_personal_component_is_not_filed_in_clear_not_even_in_part_or_in_capitals() {
        var events = Events.of(Moved.class).type("moved", Moved.class, PERSON.of(Moved::id),
                        CITY.of(moved -> "note-" + moved.note().toUpperCase(java.util.Locale.ROOT)))
                .personal(Moved.class, PERSON, "note");
        assertThat(faults(events)).containsExactly(
                "moved: its personal component 'note' is filed in clear under key 'city'; make the key personal()");
        var optional = Events.of(Moved.class).type("moved", Moved.class, PERSON.of(Moved::id),
                        CITY.of(moved -> moved.phone().orElse("none")))
                .personal(Moved.class, PERSON, "phone");
        assertThat(faults(optional)).containsExactly(
                "moved: its personal component 'phone' is filed in clear under key 'city'; make the key personal()");
    }

    @Test
    void the_value_of_a_personal_key_does_not_stand_in_clear_in_the_data() {
        var id = Events.of(Moved.class).type("moved", Moved.class, PERSON.personal().of(Moved::id));
        assertThat(faults(id)).containsExactly("moved: component 'id' is the value of key 'person', which is personal,"
                + " and would be stored in clear; name it in personal(..)");
        var inside = Events.of(Moved.class).type("moved", Moved.class, CITY.personal().of(moved -> moved.to().city()));
        assertThat(faults(inside)).containsExactly("moved: component 'to' is the value of key 'city', which is"
                + " personal, and would be stored in clear; name it in personal(..)");
    }

    @Test
    void a_key_is_personal_everywhere_or_nowhere() {
        var events = Events.of(Moved.class).type("moved", Moved.class, PERSON.of(Moved::id))
                .personal(Moved.class, PERSON.personal(), "note");
        assertThat(faults(events)).containsExactly("key person: it is personal in one place and not in another; use one"
                + " constant, with personal() or without");
    }

    @Test
    void a_view_that_reads_what_is_personal_says_what_becomes_of_it() {
        var events = MOVED.personal(Moved.class, PERSON, "note");
        var view = Projection.sql("notes", 1, "create table notes (id varchar primary key)")
                .on(Moved.class, (_, _) -> {});
        assertThat(faults(events, view)).containsExactly("notes: it reads personal components about 'person' and does"
                + " not say what becomes of them; add onErased(..) for that key, which blanks the rows of one who is"
                + " forgotten");
        assertThat(faults(events, view.onErased(PERSON, (_, _) -> {}))).isEmpty();
        assertThat(faults(MOVED, view.onErased(PERSON, (_, _) -> {}))).containsExactly("notes: no event has personal"
                + " components about 'person'; drop its onErased(..), or declare them by personal(..)");
    }

    @Test
    void names_of_the_librarys_own_are_reserved() {
        assertThat(faults(Events.of(Moved.class).type("thence.erased", Moved.class))).containsExactly(
                "thence.erased: names that begin with 'thence.' are the library's own; rename the type");
    }

    @Test
    void a_type_is_named_before_it_is_personal() {
        assertThatThrownBy(() -> Events.of(Moved.class).personal(Moved.class, PERSON, "note"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("name the type first");
    }
}
