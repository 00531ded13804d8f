package dev.runner.cluster.jvm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that does what a program does for a user, and leaves its start archive when it ends.
 *
 * @param program the JVM and its options, as in use
 * @param archive what is to be made
 * @param run what the JVM runs; an empty directory, for all that it stores, follows as the last argument
 */
public record StartArchiveTraining(List<String> program, StartArchive archive, List<String> run)
        implements StartArchiveBuild {
    /** As in the spec of the default cluster. */
    private static final List<String> OPTIONS_OF_MEMBERS = List.of(
            "-Djava.locale.providers=HOST", "-Djdk.reflect.useNativeAccessorOnly=true", "-Djava.awt.headless=true");

    public StartArchiveTraining {
        program = List.copyOf(program);
        run = List.copyOf(run);
    }

    /** Of coordinator and worker. */
    public static StartArchiveTraining ofMembers(StartArchive archive, Path java, Path membersJar) {
        List<String> program = new ArrayList<>(JvmLaunchOptions.plain(java).words());
        program.addAll(OPTIONS_OF_MEMBERS);
        return new StartArchiveTraining(
                program, archive, List.of("-cp", membersJar.toString(), "dev.runner.members.MembersTrainingMain"));
    }

    @Override
    public List<String> command(Path made, Path scratch) {
        List<String> command = new ArrayList<>(program);
        command.addAll(archive.optionsToMake(made));
        command.addAll(run);
        command.add(scratch.toString());
        return command;
    }
}
