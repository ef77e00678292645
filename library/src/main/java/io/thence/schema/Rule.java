// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

/**
 * How event types may change from one release to the next. <i>Backward</i>: the new code reads everything that is
 * stored. <i>Forward</i>: the released code reads everything that the new code stores, as both do where they run side
 * by side. What no rule names is fine both ways.
 *
 * <table>
 * <caption>What is refused</caption>
 * <tr><th>change</th><th>backward</th><th>forward</th><th>why</th></tr>
 * <tr><td>a type is new</td><td>fine</td><td>fine</td><td>code asks for the types that it knows, and passes over
 *     others</td></tr>
 * <tr><td>its version was raised, with upcasts</td><td>fine</td><td>refused</td><td>upcasts bring what is stored up to
 *     date; code refuses a version that it does not know, since to read it as an older one would lose what that lacks,
 *     and stops the part that met it, which loses nothing</td></tr>
 * <tr><td>its version was lowered</td><td>refused</td><td>fine</td><td>stored events are newer than the code</td></tr>
 * <tr><td>it was removed and is not retired</td><td>refused</td><td>fine</td><td>it may still be stored</td></tr>
 * <tr><td>it was renamed, with its former name</td><td>fine</td><td>refused</td><td>released code does not ask for the
 *     new name, and would silently miss events</td></tr>
 * <tr><td>it is filed under one more key</td><td>refused</td><td>fine</td><td>folds by that key do not see what is
 *     stored</td></tr>
 * <tr><td>it is filed under a key no more</td><td>refused</td><td>refused</td><td>folds by that key see what was stored
 *     and not what will be</td></tr>
 * <tr><td>another key is the stream</td><td>refused</td><td>refused</td><td>revisions are of the stream</td></tr>
 * <tr><td>one value of a key became many</td><td>fine</td><td>refused</td><td>a step is not told which value it is
 *     for</td></tr>
 * <tr><td>many values of a key became one</td><td>refused</td><td>fine</td><td>likewise, of what is stored</td></tr>
 * <tr><td>a key became personal, or is not any more</td><td>refused</td><td>refused</td><td>values are stored in two
 *     ways, and found in one</td></tr>
 * <tr><td>other components are personal, or about another person</td><td>refused</td><td>fine</td><td>what is stored
 *     stays as it is: in clear, say</td></tr>
 * <tr><td colspan="4"><b>The same version has another shape:</b></td></tr>
 * <tr><td>a component was removed</td><td>refused</td><td>refused, unless it can be null</td><td>stored values would
 *     be passed over in silence</td></tr>
 * <tr><td>a component was added that can be null</td><td>fine</td><td>fine</td><td>it reads as empty</td></tr>
 * <tr><td>another component was added</td><td>refused</td><td>fine</td><td>stored events do not have it</td></tr>
 * <tr><td>a component can be null now</td><td>fine</td><td>refused</td><td></td></tr>
 * <tr><td>a component cannot be null any more</td><td>refused</td><td>fine</td><td></td></tr>
 * <tr><td>a type became wider: {@code int} to {@code long}, an enum to a text</td><td>fine</td><td>refused</td>
 *     <td></td></tr>
 * <tr><td>a type became narrower</td><td>refused</td><td>fine</td><td></td></tr>
 * <tr><td>a type became another</td><td>refused</td><td>refused</td><td></td></tr>
 * <tr><td>a constant, or a case of a sealed type, was added</td><td>fine</td><td>refused</td><td></td></tr>
 * <tr><td>a constant, or a case of a sealed type, was removed</td><td>refused</td><td>fine</td><td></td></tr>
 * </table>
 */
public enum Rule {
    TYPE_REMOVED(true, false, "was removed, and may still be stored",
            "say retired(\"{event}\") in Events, or renamed(..) where it has another name now"),
    TYPE_RENAMED(false, true, "is stored as {to} now, for which released code does not ask", Rule.STOP_FIRST),
    VERSION_LOWERED(true, false, "was of version {from} and is of version {to}, so stored events are newer",
            "put its upcasts back"),
    VERSION_RAISED(false, true, "is stored in version {to}, and released code reads up to {from}", Rule.STOP_FIRST),
    KEY_ADDED(true, false, "is filed under key '{field}' now, under which stored events are not found",
            "write it as a type of a new name and retire this one, or accept it if no fold or query needs the old"
                    + " ones"),
    KEY_REMOVED(true, true, "is not filed under key '{field}' any more, so what is by it misses new events",
            "file it under '{field}' again"),
    KEY_MADE_ONE(true, false, "is filed under one value of key '{field}', and was under many",
            "file it by {field}.each(..) again"),
    KEY_MADE_MANY(false, true, "is filed under many values of key '{field}', and was under one", Rule.STOP_FIRST),
    KEY_PERSONAL(true, true, "files key '{field}' {to}, and did so {from}",
            "a key is personal from its first event on, or never: take another key"),
    STREAM_CHANGED(true, true, "has its stream by key '{to}', and had it by '{from}'",
            "name the filing under '{from}' first again"),
    PERSONAL_CHANGED(true, false, "has as personal {to}, and had {from}: what is stored stays as it is",
            "write it as a type of a new name, or accept it if what is stored may stay so"),
    REMOVED(true, true, "'{field}' was removed without an upcast, so stored values of it would be lost in silence",
            "add .upcast({record}.class, stored -> ..), which drops or moves it, or put '{field}' back"),
    NULLABLE_REMOVED(true, false, "'{field}' was removed without an upcast, so stored values would be lost in silence",
            "add .upcast({record}.class, stored -> ..), which drops or moves it, or put '{field}' back"),
    ADDED(true, false, "'{field}' was added without an upcast, and stored events do not have it",
            "add .upcast({record}.class, stored -> ..), which gives it a value, or make it an Optional"),
    MADE_NULLABLE(false, true, "'{field}' can be null now, and not in released code", Rule.STOP_FIRST),
    NOT_NULLABLE(true, false, "'{field}' cannot be null any more, and may be in stored events",
            "add .upcast({record}.class, stored -> ..), which gives it a value, or keep it an Optional"),
    WIDENED(false, true, "'{field}' is {to}, and released code reads {from}", Rule.STOP_FIRST),
    NARROWED(true, false, "'{field}' is {to} and was {from} without an upcast, so stored values may not fit",
            "add .upcast({record}.class, stored -> ..), which makes them fit, or make it {from} again"),
    TYPE_CHANGED(true, true, "'{field}' is {to} and was {from} without an upcast",
            "add .upcast({record}.class, stored -> ..), which turns one into the other, or make it {from} again"),
    CONSTANT_ADDED(false, true, "'{field}' can be {to} now, which released code does not know", Rule.STOP_FIRST),
    CONSTANT_REMOVED(true, false, "'{field}' cannot be {from} any more, and may be in stored events",
            "add .upcast({record}.class, stored -> ..), which puts another in its place, or put it back");

    private static final String STOP_FIRST =
            "do not run both at once: stop the released one before the first of this starts";

    private final boolean backward;
    private final boolean forward;
    private final String what;
    private final String mend;

    Rule(boolean backward, boolean forward, String what, String mend) {
        this.backward = backward;
        this.forward = forward;
        this.what = what;
        this.mend = mend;
    }

    /** Whether a change that it names is refused in {@code mode}. */
    public boolean isBrokenIn(Compatibility mode) {
        return switch (mode) {
            case BACKWARD -> backward;
            case FORWARD -> forward;
            case FULL -> backward || forward;
        };
    }

    String what() {
        return what;
    }

    String mend() {
        return mend;
    }
}
