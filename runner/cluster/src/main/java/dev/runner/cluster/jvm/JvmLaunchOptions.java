package dev.runner.cluster.jvm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java program, and how it is started in a development cluster.
 *
 * @param java the program for {@code {{java}}}
 * @param ownArchive the start archive of our own members, which need not exist
 */
public record JvmLaunchOptions(Path java, StartArchive ownArchive) {
    /**
     * What suits many JVMs that share few cores and live for minutes: the compiler that is quick to warm up, and only
     * for what is called a thousand times (compiling what runs during a start alone takes a third of it), the collector
     * that needs no threads, and no file of performance data.
     */
    private static final List<String> OPTIONS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=5", "-XX:+UseSerialGC", "-XX:-UsePerfData");

    /** A program without archives. */
    public static JvmLaunchOptions plain(Path java) {
        return new JvmLaunchOptions(java, StartArchive.NONE);
    }

    /** The program and its options: {@code {{jvm}}}. */
    public List<String> words() {
        List<String> words = new ArrayList<>(List.of(java.toString()));
        words.addAll(OPTIONS);
        return List.copyOf(words);
    }

    /**
     * A command of a member, with the options for our own archive where it starts our own members by this program.
     *
     * @param membersJar whose classes the archive holds
     */
    public List<String> withArchive(List<String> command, Path membersJar) {
        int classPath = command.indexOf("-cp");
        boolean ours = command.get(0).equals(java.toString())
                && classPath > 0
                && command.size() > classPath + 1
                && command.get(classPath + 1).equals(membersJar.toString());
        if (!ours || !ownArchive.isUsable()) {
            return command;
        }
        ownArchive.used();
        List<String> quicker = new ArrayList<>(command);
        quicker.addAll(1, ownArchive.optionsToUse());
        return quicker;
    }
}
