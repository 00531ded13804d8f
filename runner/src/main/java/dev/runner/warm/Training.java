package dev.runner.warm;

import dev.runner.cluster.jvm.DevJvm;
import dev.runner.cluster.jvm.StartArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that does what a program does for a user, and leaves its start archive when it ends.
 *
 * @param program the JVM and its options, as in use
 * @param archive what is to be made
 * @param run what the JVM runs
 */
record Training(List<String> program, StartArchive archive, List<String> run) {
    /** As in the spec of the default cluster. */
    private static final List<String> OPTIONS_OF_MEMBERS =
            List.of("-Djava.locale.providers=HOST", "-Djava.awt.headless=true");

    /** Of coordinator and worker. */
    static Training ofMembers(StartArchive archive, Path java, Path membersJar) {
        List<String> program = new ArrayList<>(DevJvm.plain(java).words());
        program.addAll(OPTIONS_OF_MEMBERS);
        return new Training(program, archive, List.of("-cp", membersJar.toString(), "dev.runner.members.TrainingMain"));
    }

    /** Of the command line and the manager, whose jar this process was started from. */
    static Training ofRunner(StartArchive archive) throws IOException {
        List<String> program = new ArrayList<>(ThisProgram.command());
        int jar = program.indexOf("-jar");
        if (jar < 0) {
            throw new IOException("start archives are made of jars; this program was started without: " + program);
        }
        String file = program.get(jar + 1);
        List<String> options = new ArrayList<>(program.subList(0, jar));
        options.removeIf(option -> option.startsWith("-XX:SharedArchiveFile=") || option.startsWith("-XX:AOTCache="));
        return new Training(options, archive, List.of("-cp", file, "dev.runner.command.TrainingMain"));
    }

    /** @param scratch an empty directory, for all that it stores */
    List<String> command(Path made, Path scratch) {
        List<String> command = new ArrayList<>(program);
        command.addAll(archive.optionsToMake(made));
        command.addAll(run);
        command.add(scratch.toString());
        return command;
    }
}
