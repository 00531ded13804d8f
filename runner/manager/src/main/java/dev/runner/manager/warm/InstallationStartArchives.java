package dev.runner.manager.warm;

import dev.runner.cluster.jvm.ArchiveDirectory;
import dev.runner.cluster.jvm.BackgroundArchiveBuilder;
import dev.runner.cluster.jvm.StartArchive;
import dev.runner.cluster.jvm.StartArchiveSet;
import dev.runner.cluster.jvm.StartArchiveTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The start archives of one installation for one JDK.
 *
 * @param directory where they are; it need not exist
 * @param java the version of Java, 17 for example
 */
public record InstallationStartArchives(Path directory, int java) implements StartArchiveSet {
    /** By this the launch script says where they belong; empty where they are not wanted or not possible. */
    private static final String PROPERTY = "multihost.archives";

    /** An option of every command but {@code up}, so of {@code warm} too; a manager cannot start members with it. */
    private static final String NATIVE_ACCESSORS = "-Djdk.reflect.useNativeAccessorOnly=true";

    /** Those that belong to this process. */
    public static Optional<InstallationStartArchives> ofThisProcess() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> new InstallationStartArchives(
                        Path.of(directory), Runtime.version().feature()));
    }

    /** Of the manager. */
    private StartArchive runner() {
        return StartArchive.of(directory, "runner", java);
    }

    /** Of the commands that ask a manager. */
    private StartArchive commands() {
        return StartArchive.of(directory, "commands", java);
    }

    /** Of coordinator and worker. */
    public StartArchive members() {
        return StartArchive.of(directory, "members", java);
    }

    /**
     * Has the archives of this installation built for the next start, if it has none.
     *
     * @param members the pids of processes that may have been started with an archive
     * @return whether a build has been started
     */
    public static boolean buildInBackground(Map<String, String> environment, Collection<Long> members)
            throws IOException {
        InstallationStartArchives archives = ofThisProcess().orElse(null);
        if (archives == null) {
            return false;
        }
        List<Long> pids = new ArrayList<>(members);
        pids.add(ProcessHandle.current().pid());
        return BackgroundArchiveBuilder.begin(archives, pids, environment);
    }

    @Override
    public ArchiveDirectory archiveDirectory() {
        return new ArchiveDirectory(directory);
    }

    @Override
    public List<String> buildCommand() throws IOException {
        List<String> command = new ArrayList<>(CurrentJvmCommandLine.command());
        command.addAll(List.of("warm", "--background"));
        return command;
    }

    @Override
    public boolean isComplete() {
        return runner().isUsable() && commands().isUsable() && members().isUsable();
    }

    /**
     * Also notes that the archives are in use. Whether a short command has rejected its archive is never seen here: it
     * has ended long before; such an archive is made anew together with the others.
     */
    @Override
    public boolean removeRejected(Collection<Long> pids) throws IOException {
        runner().used();
        commands().used();
        boolean removed = false;
        for (StartArchive archive : List.of(runner(), members())) {
            if (archive.isUsable() && pids.stream().anyMatch(archive::isRefusedBy)) {
                removed |= archiveDirectory().withdraw(archive);
            }
        }
        return removed;
    }

    /**
     * Makes all, new ones too. Where another process is just making them, this waits for it, or leaves it at that.
     *
     * @param program the {@code java} that runs this process
     * @param membersJar the jar with coordinator and worker
     * @return whether this process has made them
     * @throws IOException with what the training said, where that failed
     */
    public boolean make(boolean wait, Path program, Path membersJar) throws IOException, InterruptedException {
        List<String> own = CurrentJvmCommandLine.command();
        int jar = own.indexOf("-jar");
        if (jar < 0) {
            throw new IOException("start archives are made of jars; this program was started without: " + own);
        }
        List<String> options = new ArrayList<>(own.subList(0, jar));
        options.removeIf(option -> option.startsWith("-XX:SharedArchiveFile=") || option.startsWith("-XX:AOTCache="));
        options.remove(NATIVE_ACCESSORS);
        // The cluster that has just ended is about to be started again, on its network.
        options.add("-Dmultihost.networks=last");
        List<String> manager = new ArrayList<>(options);
        manager.addAll(runner().optionsToUse());
        manager.addAll(own.subList(jar, own.size()));
        List<String> classPath = List.of("-cp", own.get(jar + 1));
        List<String> client = new ArrayList<>(options);
        client.add(NATIVE_ACCESSORS);
        // Each uses the archives of those before: the managers start members, the commands ask a manager.
        return archiveDirectory()
                .make(
                        wait,
                        List.of(
                                StartArchiveTraining.ofMembers(members(), program, membersJar),
                                training(options, runner(), classPath, "CommandTrainingMain", List.of()),
                                training(client, commands(), classPath, "ClientTrainingMain", manager)));
    }

    private static StartArchiveTraining training(
            List<String> options, StartArchive archive, List<String> classPath, String main, List<String> arguments) {
        List<String> run = new ArrayList<>(classPath);
        run.add("dev.runner.cli." + main);
        run.addAll(arguments);
        return new StartArchiveTraining(options, archive, run);
    }
}
