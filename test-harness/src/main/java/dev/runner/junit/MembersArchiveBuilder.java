package dev.runner.junit;

import dev.runner.cluster.ProcessCluster;
import dev.runner.cluster.jvm.BackgroundProcess;
import dev.runner.cluster.jvm.StartArchiveMode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Has the start archive of the members made for the next start, where this cluster had none. A process of its own does
 * that, at the lowest priority and for some seconds: few test runs are long enough for it, and none is to wait.
 */
final class MembersArchiveBuilder {
    /** What this JVM has begun, so that each of its classes does not begin it again. */
    private static final Set<Path> BEGUN = ConcurrentHashMap.newKeySet();

    private MembersArchiveBuilder() {}

    /** Begins on a thread of its own. No test hears of it, whatever becomes of it. */
    static void begin(ProcessCluster cluster, Path java, Map<String, String> environment) {
        if (StartArchiveMode.of(environment) != StartArchiveMode.AUTO) {
            return;
        }
        Thread thread = new Thread(() -> beginNow(cluster, java), "start-archive");
        thread.setDaemon(true);
        thread.start();
    }

    private static void beginNow(ProcessCluster cluster, Path java) {
        try {
            Path jar = MembersJar.path();
            boolean ours = cluster.plan().members().stream()
                    .anyMatch(member -> member.command().contains(jar.toString())
                            && member.command().get(0).equals(java.toString()));
            MembersStartArchive archive =
                    ours ? MembersStartArchive.of(java, jar).orElse(null) : null;
            if (archive != null) {
                archive.removeIfRejected(cluster.status().members().stream()
                        .map(member -> member.now().pid())
                        .toList());
            }
            if (archive != null
                    && archive.isMissing()
                    && BEGUN.add(archive.archive().file())) {
                BackgroundProcess.start(command(java));
            }
        } catch (IOException | URISyntaxException | RuntimeException e) {
            // The next start is as slow as this one was. That is nothing that a test should hear of; WarmMain tells
            // why.
            return;
        }
    }

    /** This very jar, which needs no other for that. */
    private static List<String> command(Path java) throws IOException, URISyntaxException {
        CodeSource source = MembersArchiveBuilder.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("nobody knows where these classes came from");
        }
        return List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                Path.of(source.getLocation().toURI()).toString(),
                WarmMain.class.getName(),
                WarmMain.ONLY_MISSING);
    }
}
