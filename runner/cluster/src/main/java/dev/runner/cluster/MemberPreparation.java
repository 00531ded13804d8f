package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedArchive;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.plan.PlannedStart;
import dev.runner.cluster.plan.ShellQuoter;
import dev.runner.cluster.plan.UserAccount;
import dev.runner.cluster.spec.RestartRule;
import dev.runner.cluster.spec.StopRule;
import dev.runner.cluster.template.TruncatedText;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSpec;
import dev.runner.supervisor.RestartPolicy;
import dev.runner.supervisor.StartCommands;
import dev.runner.supervisor.StartPreparation;
import dev.runner.supervisor.StopPolicy;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a member's start is made of: its files, those of its {@code init} commands that have not been done yet, and its
 * command. What has been done is noted in its directory, so that the note has the fate of the data: it survives
 * restarts, and is gone with {@code --fresh}.
 */
final class MemberPreparation implements StartPreparation {
    /** Holds a line for each init command that has succeeded. */
    private static final String INIT = ".multihost-init";

    private static final String BOOTED = ".multihost-booted";

    /** The classes that a JVM without a start archive has loaded, for one. */
    private static final String CLASSES = ".multihost-classes";

    /** Of a command in messages. */
    private static final int MOST_SHOWN = 80;

    private final PlannedMember member;
    private final DebuggerOptions debugging;

    MemberPreparation(PlannedMember member, DebuggerOptions debugging) {
        this.member = member;
        this.debugging = debugging;
    }

    /** What the supervisor has to know of the member. */
    MemberSpec spec(Path log) {
        StopRule stop = member.stop();
        RestartRule restart = member.restart();
        return new MemberSpec(
                new MemberId(member.name()),
                member.command(),
                member.environment(),
                member.directory(),
                log,
                new StopPolicy(stop.signal().name(), stop.grace()),
                new RestartPolicy(
                        Set.copyOf(restart.on()),
                        restart.delay(),
                        restart.maxDelay(),
                        restart.reset(),
                        restart.limit(),
                        restart.within()),
                member.start().stdinOpen(),
                this);
    }

    @Override
    public StartCommands prepare() throws IOException {
        requireCluster();
        if (!Files.isDirectory(member.directory())) { // somebody has removed it, to begin with new data
            makeDirectory();
        }
        MemberTemporaryDirectory.make(member);
        MemberFileWriter.write(member);
        List<List<String>> init = member.start().init();
        List<String> first = member.start().first();
        List<String> command = first == null || new NoteFile(note(BOOTED)).exists() ? quickest() : first;
        return new StartCommands(
                init.isEmpty() ? List.of() : steps("init", init, wrapping(), note(INIT)),
                debugging.command(member, command),
                debugging.environment(member, command));
    }

    private int wrapping() {
        UserAccount account = member.start().account();
        return account == null ? 0 : account.running(List.of()).size();
    }

    /**
     * What a member must have before it is a part of the cluster: its directory, whose it is, and its temporary one.
     *
     * @throws MachineNotReadyException where the user that it runs as cannot use it
     */
    static void makeDirectories(PlannedMember member) throws IOException, MachineNotReadyException {
        LockedClusterDirectory.createMemberDirectories(member);
        MemberDirectoryOwnership.chownDirectory(member);
        MemberTemporaryDirectory.make(member);
    }

    private void makeDirectory() throws IOException {
        LockedClusterDirectory.createMemberDirectories(member);
        UserAccount account = member.start().account();
        if (account != null) {
            MemberDirectoryOwnership.give(member.directory().resolve("storage"), account);
            MemberDirectoryOwnership.give(member.directory(), account);
        }
    }

    @Override
    public boolean isBrief() {
        PlannedStart start = member.start();
        return start.files().isEmpty() && start.init().isEmpty() && start.first() == null && start.archive() == null;
    }

    /** Nothing is made where the cluster was: by now another may be there. */
    private void requireCluster() throws IOException {
        Path cluster = member.directory().resolve("../..").normalize();
        if (!Files.isDirectory(cluster)) {
            throw new IOException("the cluster's directory " + cluster
                    + " was moved or removed; stop the cluster with `runner down`, and start it where it is now");
        }
    }

    /** Its command, with its start archive where there is one. */
    private List<String> quickest() throws IOException {
        PlannedArchive wanted = member.start().archive();
        return wanted == null || wanted.archive() == null
                ? member.command()
                : wanted.archive().with(member.command(), classes(member));
    }

    /** What a start without an archive has noted; it need not exist. */
    static Path classes(PlannedMember member) {
        return member.directory().resolve(CLASSES);
    }

    /** Whether {@link #noteReady} has something to note. */
    boolean notesReady() {
        return member.start().first() != null;
    }

    /** The cluster starts, and this member begins: it does so by its first command again, where somebody was chosen. */
    void beginAnew() throws IOException {
        if (member.start().first() != null && member.order().hasChoice()) {
            Files.deleteIfExists(note(BOOTED));
        }
    }

    /** It is ready: from now on it starts by its usual command. */
    void noteReady() throws IOException {
        NoteFile booted = new NoteFile(note(BOOTED));
        if (!booted.exists()) {
            booted.write("");
        }
    }

    private Path note(String name) {
        return member.directory().resolve(name);
    }

    /**
     * The commands that have not been done yet.
     *
     * @param key of the spec, for messages
     * @param wrapping so many words of each command only make it run as another user
     * @param note a file that holds a line for each command that has been done
     */
    static List<StartCommands.Step> steps(String key, List<List<String>> commands, int wrapping, Path note)
            throws IOException {
        int done = new NoteFile(note).lines();
        List<StartCommands.Step> steps = new ArrayList<>();
        for (int i = done; i < commands.size(); i++) {
            String shown =
                    shown(commands.get(i).subList(wrapping, commands.get(i).size()));
            String lines = "done\n".repeat(i + 1);
            steps.add(new StartCommands.Step(
                    commands.get(i), key + " command `" + shown + "`", () -> write(note, lines)));
        }
        return steps;
    }

    /** A script as it was written, but in one line; a program with its arguments quoted. */
    private static String shown(List<String> command) {
        return command.subList(0, Math.min(2, command.size())).equals(List.of("/bin/sh", "-c"))
                ? TruncatedText.command(command, MOST_SHOWN)
                : TruncatedText.of(
                        command.stream()
                                .map(TruncatedText::of)
                                .map(ShellQuoter::quote)
                                .collect(Collectors.joining(" ")),
                        2 * MOST_SHOWN);
    }

    private static void write(Path note, String text) {
        try {
            new NoteFile(note).write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(note + " cannot be written: " + FileFailure.reason(e), e);
        }
    }
}
