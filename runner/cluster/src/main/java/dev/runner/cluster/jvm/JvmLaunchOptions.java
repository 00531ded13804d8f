package dev.runner.cluster.jvm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java program, and how it is started in a development cluster.
 *
 * @param java the program for {@code {{java}}}
 * @param ownArchive the start archive of our own members, which need not exist
 */
public record JvmLaunchOptions(Path java, StartArchive ownArchive) {
    private static final String SERIAL = "-XX:+UseSerialGC";

    /**
     * What suits many JVMs that share few cores and live for minutes: the compiler that is quick to warm up, and only
     * for what is called a thousand times (compiling what runs during a start alone takes a third of it), the collector
     * that needs no threads, and no file of performance data.
     */
    private static final List<String> OPTIONS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=5", SERIAL, "-XX:-UsePerfData");

    /** Options that every JVM takes from its environment. */
    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");

    /** A program without archives. */
    public static JvmLaunchOptions plain(Path java) {
        return new JvmLaunchOptions(java, StartArchive.NONE);
    }

    /** The program and its options: {@code {{jvm}}}. */
    public List<String> words() {
        return words(Map.of(), List.of());
    }

    /**
     * The same for one command. A JVM with two collectors does not start, so where the member has one of its own, ours
     * is left out.
     *
     * @param environment the command's, which may hold options for every JVM
     * @param command as it was written
     */
    public List<String> words(Map<String, String> environment, List<String> command) {
        boolean choosesCollector = Stream.concat(
                        OPTION_VARIABLES.stream().map(name -> environment.getOrDefault(name, "")), command.stream())
                .anyMatch(text -> COLLECTOR.matcher(text).find());
        List<String> words = new ArrayList<>(List.of(java.toString()));
        OPTIONS.stream()
                .filter(option -> !choosesCollector || !option.equals(SERIAL))
                .forEach(words::add);
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
