// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import java.io.PrintWriter;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line {@code thence}. */
public final class Main {

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(Terminal.system(), args));
    }

    /**
     * Runs the command.
     *
     * @return the exit code: 0 done, 1 what was asked for failed, 2 bad usage or no such store
     */
    public static int run(Terminal terminal, String... args) {
        var root = new ThenceCommand();
        var failures = new Failures(terminal, root);
        var line = new CommandLine(root);
        for (var contributed : ServiceLoader.load(Subcommand.class)) {
            line.addSubcommand(contributed);
        }
        line.addSubcommand(new ReadCommand()).addSubcommand(new TailCommand())
                .addSubcommand(new HistoryCommand()).addSubcommand(new WhyCommand())
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new SchemaCommand())
                .addSubcommand(new BackupCommand()).addSubcommand(new RestoreCommand())
                .addSubcommand(new CompactCommand()).addSubcommand(new TruncateCommand())
                .addSubcommand(new ArchiveCommand()).addSubcommand(new ExportCommand())
                .addSubcommand(new RepairCommand()).addSubcommand(new ForgetCommand())
                .addSubcommand(new AnnulCommand()).addSubcommand(new BackupKeysCommand())
                .addSubcommand(new DeadLettersCommand()).addSubcommand(new ControlCommand())
                .addSubcommand(new EffectsCommand())
                .addSubcommand(new SagasCommand())
                .addSubcommand(new AlertsCommand())
                .addSubcommand(new ImportCommand()).addSubcommand(new StreamsCommand())
                .addSubcommand(new StatsCommand())
                .addSubcommand(new DisorderCommand());
        OptionTexts.register(line);
        line.setOut(terminal.out()).setErr(new PrintWriter(terminal.err(), true, terminal.err().charset()));
        line.setExecutionStrategy(strategy(terminal, root));
        line.setExecutionExceptionHandler((failure, _, _) -> failures.exitCode(failure));
        line.setParameterExceptionHandler((failure, _) -> failures.exitCode(failure));
        int code = line.execute(args);
        try {
            terminal.out().flush();
            return code;
        } catch (ResultStream.Failed e) {
            return Math.max(code, failures.exitCode(e));
        }
    }

    private static IExecutionStrategy strategy(Terminal terminal, ThenceCommand root) {
        return parsed -> {
            refuseUnknown(called(parsed));
            var help = CommandLine.executeHelpRequest(parsed);
            if (help != null) {
                return help;
            }
            var called = called(parsed).commandSpec();
            if (!(called.userObject() instanceof Subcommand command)) {
                throw new ParameterException(called.commandLine(), "which command?");
            }
            try {
                return command.run(terminal.withProgress(root.progress));
            } catch (ParameterException e) {
                throw e;
            } catch (Exception e) {
                throw new CommandLine.ExecutionException(called.commandLine(), "failed", e);
            }
        };
    }

    /** Whoever asks for the help of a command that there is not is told so, and not given another's. */
    private static void refuseUnknown(ParseResult called) {
        if (!called.unmatched().isEmpty() && !called.commandSpec().subcommands().isEmpty()) {
            throw new UnmatchedArgumentException(called.commandSpec().commandLine(), called.unmatched());
        }
    }

    private static ParseResult called(ParseResult parsed) {
        return parsed.hasSubcommand() ? called(parsed.subcommand()) : parsed;
    }
}
