// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Annulled;
import io.thence.Application;
import io.thence.Deployment;
import io.thence.EventId;
import io.thence.Fold;
import io.thence.Forgotten;
import io.thence.Health;
import io.thence.Key;
import io.thence.MemoryProjection;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Parked;
import io.thence.Part;
import io.thence.Position;
import io.thence.Preview;
import io.thence.Projection;
import io.thence.Question;
import io.thence.Reaction;
import io.thence.Saga;
import io.thence.Schedule;
import io.thence.Send;
import io.thence.ThenceException;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.StartRefused;
import io.thence.Visibility;
import io.thence.alert.Alerts;
import io.thence.command.Annulling;
import io.thence.command.BookClosing;
import io.thence.command.CommandPath;
import io.thence.command.Folder;
import io.thence.event.Ports;
import io.thence.keep.BackupReport;
import io.thence.log.Compaction;
import io.thence.log.CompactionSettings;
import io.thence.past.Causes;
import io.thence.past.History;
import io.thence.past.Journal;
import io.thence.past.Past;
import io.thence.past.Why;
import io.thence.processor.Control;
import io.thence.processor.DeadLetters;
import io.thence.query.Ask;
import io.thence.query.QueryPath;
import io.thence.react.Effects;
import io.thence.saga.SagaInstances;
import io.thence.schedule.Agenda;
import io.thence.store.EventStore;
import io.thence.store.Lag;
import io.thence.store.Query;
import io.thence.view.MemoryQuery;
import io.thence.view.Reached;
import io.thence.view.Rebuild;
import io.thence.view.ViewQuery;
import io.thence.world.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An application that runs. All methods may be called from any thread. What takes a part throws {@link BadRequest}
 * where the application has no such part, or not one of the kind: {@link #effects} of one that has none, say.
 *
 * <p>Closing it lets what is being handled end, as long as {@link Engine#supervision} says, writes down how far all is,
 * and frees the directory: the last one of a {@link Deployed} does.
 */
public final class Thence implements AutoCloseable {

    /** The system property with the directory that {@link #run(Application)} uses. */
    public static final String DATA = "thence.data";

    private final Application application;
    private final Deployed deployed;
    private final Ports ports;
    private final Folder folder;
    private final CommandPath commands;
    private final ReadModels readModels;
    private final Processors processors;
    private final QueryPath questions;
    private final Measures measures;
    private final Closings closings = new Closings();

    /** One of the applications of {@code deployed}, which starts it. */
    Thence(Application application, Ports ports, Folder folder, Deployed deployed) {
        this.application = application;
        this.deployed = deployed;
        this.ports = ports;
        this.folder = folder;
        commands = new CommandPath(application, ports, folder);
        readModels = new ReadModels(application.name(), ports, deployed.readModels());
        processors = new Processors(application.name(), ports, readModels);
        measures = new Measures(ports, processors, readModels);
        questions = new QueryPath(application, ports.world(), readModels);
        closings.push(deployed::closed, ports.supervisor()::close, readModels::close, questions::close,
                deployed::forgetNoMore, processors::close);
    }

    void startReadModels() {
        readModels.start(application);
    }

    void startProcessors() {
        processors.start(application, commands, measures);
        closings.push(measures.tell(application, commands)::close, ports.supervisor()::closing);
    }

    Folder folder() {
        return folder;
    }

    Processors processors() {
        return processors;
    }

    /**
     * Runs an application on the embedded engine, in the directory that the system property {@value #DATA} names; else
     * in {@code .thence/} and the application's name, below the working directory.
     *
     * @throws StartRefused if the application has problems: all are listed
     */
    public static Thence run(Application application) {
        return run(application, Engine.at(Path.of(System.getProperty(DATA, ".thence/" + application.name()))));
    }

    /**
     * Runs an application on {@code engine}.
     *
     * @throws StartRefused              if the application has problems, or the log holds newer versions of events than
     *                                   it reads: all are listed
     * @throws InUse                     if another process has the directory
     * @throws ThenceException.Corrupt   if the log is damaged
     */
    public static Thence run(Application application, Engine engine) {
        return Deployed.run(new Deployment(application.name(), List.of(application)), engine).of(application.name());
    }

    /** Sends a command as one of its own and waits for its outcome. */
    public Outcome send(Object command) {
        return send(command, Send.ONCE);
    }

    /**
     * Sends a command and waits for its outcome, which is durable.
     *
     * @throws BadRequest                       if nothing decides such a command
     * @throws ThenceException.OutcomeUnknown if the disk failed: whether it is done shows when it is sent again
     */
    public Outcome send(Object command, Send how) {
        return commands.send(command, how);
    }

    /** What would become of a command if it were sent now: its decider is asked, and nothing is written. */
    public Preview preview(Object command) {
        return commands.preview(command);
    }

    /** The state of a fold at a key, as of the head. */
    public <K, S> S read(Fold<K, S> fold, K key) {
        return folder.state(fold, key);
    }

    /** The states of folds as of the event at {@code position}; refused where there is none, or not any more. */
    public Past asOf(Position position) {
        return Past.at(ports, folder, position);
    }

    /** The states of folds right after the so many-th event, from 1, under a key; refused where it is not there. */
    public <K> Past asOf(Key<K> key, K value, long revision) {
        return Past.at(ports, folder, ports.codec().filed(key, value), revision);
    }

    /** The states of folds as of a time: all events count that had happened by then. */
    public Past asOf(Instant time) {
        return Past.at(ports, folder, time);
    }

    /** What each event of a key did to the state of {@code fold}. */
    public <K, S> History<K, S> history(Fold<K, S> fold, K key) {
        return new History<>(folder, ports.codec(), fold, key, 0);
    }

    /** The events that {@code query} matches, as the application reads them, one after the other. */
    public Journal events(Query query) {
        return Journal.of(ports, query);
    }

    /** Why an event, or the one of which it is a piece, happened and what came of it; empty if none is found by it. */
    public Optional<Why> why(EventId event) {
        return new Causes(ports.store()).of(event);
    }

    /** A value of {@code key} as it is filed: what views that name rows by {@code Tables.filed} are asked with. */
    public <K> String filed(Key<K> key, K value) {
        return ports.codec().filed(key, value).value();
    }

    /**
     * Forgets the person that is {@code value}: destroys the key under which what is personal of it is stored, so that
     * no copy of the log can be read either, has it blanked in all views, and writes their files anew. Returns when
     * that is done; a stop in between does not undo it, and the rest is done after the next start. Who was never there
     * is forgotten too: {@link Forgotten#events} is 0 then.
     *
     * @throws BadRequest                    if nothing is personal about values of {@code key}
     * @throws ThenceException.Behind        if that takes ten minutes, with what is in the way: it goes on by itself
     * @throws ThenceException.PartStopped   if a view has stopped: its file still has the person
     */
    public <K> Forgotten forget(Key<K> key, K value) {
        if (!application.subjectKeys().contains(key.name())) {
            throw new BadRequest("no event has personal components about a value of '" + key.name()
                    + "': declare them by personal(..), or check the key");
        }
        return deployed.forget(ports.codec().filed(key, value));
    }

    /**
     * Annuls events: folds and projections ignore them from then on, as if they had never been; reactions that have
     * handled one have done so. The log keeps them, and says who annulled them and why. All are annulled, or none;
     * those that have been before stay so. It cannot be taken back: let what was right happen again.
     *
     * @param by  who says so
     * @param why the reason, which is stored in clear: no place for what is personal
     * @throws BadRequest if an event is not there, or is read by a projection that does not say what becomes of what it
     *                    did, or there are more than {@value Annulling#EVENTS_MAX}; nothing is annulled
     */
    public Annulled annul(List<EventId> events, String by, String why) {
        return new Annulling(ports.store(), Origin.of(application.name()), deployed.following())
                .annul(Annulling.Which.of(events), by, why);
    }

    /**
     * Closes the books of a key: lets go of all that is filed under it, whatever reads it, and puts a summary in its
     * place, in one append. The events go with the next {@link #compact}. With an empty summary the key is as if it had
     * never been; more may come.
     *
     * @param summary the events that stand for the state of {@code fold} at the key, each filed under it; may be asked
     *                more than once
     * @throws BadRequest if an event of the summary is not filed under the key
     */
    public <K, S> Outcome closeBooks(Fold<K, S> fold, K key, Function<S, ? extends List<?>> summary) {
        return new BookClosing(ports, folder, Origin.of(application.name())).close(fold, key, summary);
    }

    /**
     * Makes the log smaller, beside everything else: sealed segments are compressed, and what was truncated, or is not
     * retained by {@code settings}, is removed. It runs in the background and ends with the application at the latest;
     * the next one goes on where it was. States at hand may still have events that a retention has removed. What a part
     * has not taken in yet, or has parked, stays with all after it, up to {@link CompactionSettings#HELD_MAX}.
     *
     * @throws BadRequest if one is running
     */
    public Compaction compact(CompactionSettings settings) {
        return deployed.compact(settings);
    }

    /**
     * Copies the log to another directory, beside everything else: all that was acknowledged before. Repeated, only
     * what is new is copied. Keys of what is personal are not in it.
     *
     * @throws BadRequest if the directory holds something else, or lies in one that holds keys or a store
     */
    public BackupReport backup(Path directory) {
        return deployed.backup(directory);
    }

    /**
     * A question, to be asked of what answers it, once or for every change.
     *
     * @throws BadRequest if nothing answers it
     */
    public <A> Ask<A> ask(Question<A> question) {
        return questions.ask(question);
    }

    /** A question to the tables of {@code projection}, which is a part of the application. */
    public ViewQuery query(Projection projection) {
        return readModels.query(projection);
    }

    /** A question to the model of {@code projection}, which is a part of the application. */
    public <M> MemoryQuery<M> query(MemoryProjection<M> projection) {
        return readModels.query(projection);
    }

    /**
     * Has tables of {@code projection} built beside those that answer, behind live traffic, for {@link Rebuild#swap}.
     *
     * @throws BadRequest if that is being done already
     */
    public Rebuild rebuild(Projection projection) {
        return readModels.copies(projection).rebuild();
    }

    /**
     * Has the rows built anew of one value of the key that {@code projection} is parallel by, and waits for it.
     *
     * @throws BadRequest             if it is not parallel by that key, events of it were removed, or one fails: parked
     * @throws ThenceException.Behind if it takes longer than {@code limit}: it goes on by itself
     */
    public <K> void rebuild(Projection projection, Key<K> key, K value, Duration limit) {
        readModels.copies(projection).rebuild(ports.codec().filed(key, value), limit);
    }

    /** The tables of {@code projection} beside those that answer: being built, or swapped out. */
    public Optional<Rebuild> beside(Projection projection) {
        return readModels.copies(projection).beside();
    }

    /** How far a part of the application that consumes events has come. */
    public Progress progress(Part part) {
        return measures.progress(part);
    }

    /** The keys whose events wait in a projection for one that could not be handled; in those that answer. */
    public List<Parked> parked(Part projection) {
        return readModels.readModel(projection).parked();
    }

    /** What a part could not handle, behind which other events queue, and what is done about it. */
    public DeadLetters deadLetters(Part part) {
        return processors.deadLetters(part);
    }

    /** The calls of a reaction to the outside of which somebody has to say whether they have happened. */
    public Effects effects(Reaction reaction) {
        return processors.effects(reaction);
    }

    /** What a consumer is told as a whole: to pause and resume, to go on somewhere else; a projection the first two. */
    public Control control(Part part) {
        return processors.control(part);
    }

    /** The instances of a saga: how each stands, what it waits for, and how it came there. */
    public <K, S> SagaInstances<K, S> saga(Saga<K, S> saga) {
        return processors.saga(saga);
    }

    /** What a schedule is asked to do at times: more is asked for there, or less. */
    public Agenda agenda(Schedule schedule) {
        return processors.agenda(schedule);
    }

    /** The alerts: what is raised now, and what was. */
    public Alerts alerts() {
        return processors.alerts(deployed.alerts());
    }

    /** Whether any projection shows {@code asked}, like {@code Reached.START.after(..)}: see {@link Reached#await}. */
    public Visibility visibility(Part projection, Reached asked) {
        return asked.await(readModels.readModel(projection));
    }

    /** How far a part that consumes events is behind the log, and how fast it catches up. */
    public Lag lag(Part part) {
        return measures.lag(part);
    }

    /** Whether it is live and ready, and why not; for who runs the process. It waits for nothing. */
    public Health health() {
        return measures.health(application, deployed.storeHealth());
    }

    /** Waits until {@code part} has finished everything up to {@code position}; false if that took longer. */
    public boolean await(Part part, Position position, Duration limit) {
        Reached.refuseStranger(position, ports.store().lineage());
        return progress(part).await(position.number(), limit);
    }

    /** How often a decision was made in vain because what it had read had changed. */
    public long conflicts() {
        return commands.conflicts();
    }

    /** The events below the application, as they are stored. */
    public EventStore store() {
        return ports.store();
    }

    /** All that runs over the same store. */
    public Deployed deployed() {
        return deployed;
    }

    /** What runs. */
    public Application application() {
        return application;
    }

    @Override
    public void close() {
        closings.close();
    }
}
