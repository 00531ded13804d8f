package dev.runner.junit;

import dev.runner.cluster.ProcessCluster;
import dev.runner.cluster.jvm.ArchiveDirectory;
import dev.runner.cluster.jvm.BackgroundArchiveBuilder;
import dev.runner.cluster.jvm.JdkBuild;
import dev.runner.cluster.jvm.StartArchive;
import dev.runner.cluster.jvm.StartArchiveMode;
import dev.runner.cluster.jvm.StartArchiveSet;
import dev.runner.cluster.jvm.StartArchiveTraining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The start archive of the members in this artifact, for one JDK, beside their jar in the user's cache.
 *
 * @param java the program that runs the members
 */
record MembersStartArchive(Path java, Path jar, ArchiveDirectory archiveDirectory, StartArchive archive)
        implements StartArchiveSet {
    /** Empty if there cannot be one: for another jar, without a cache, or for a JDK that does not tell its build. */
    static Optional<MembersStartArchive> of(Path java, Path jar) {
        // A colon separates paths in the JVM's option.
        if (!MembersJar.isInCache(jar) || jar.toString().contains(":")) {
            return Optional.empty();
        }
        return JdkBuild.of(java).map(build -> {
            String content = String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", "");
            Path directory =
                    jar.resolveSibling("archives").resolve(build.name()).resolve(content);
            return new MembersStartArchive(
                    java, jar, new ArchiveDirectory(directory), StartArchive.of(directory, "members", build.java()));
        });
    }

    /** The archive to start members with. */
    static StartArchive toUse(Path java, Path jar, Map<String, String> environment) {
        return StartArchiveMode.of(environment) == StartArchiveMode.NEVER
                ? StartArchive.NONE
                : of(java, jar)
                        .filter(MembersStartArchive::isComplete)
                        .map(MembersStartArchive::archive)
                        .orElse(StartArchive.NONE);
    }

    /**
     * Whether it is there and newer than the jar: the JVM rejects the archive of a jar that was unpacked again since.
     */
    @Override
    public boolean isComplete() {
        try {
            return archive.isUsable()
                    && Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(archive.file())) <= 0;
        } catch (IOException e) {
            // The cache is being emptied: a start without the archive is only slower.
            return false;
        }
    }

    /** Whether the archive should be built for the next start. */
    boolean isMissing() {
        return !isComplete() && !archiveDirectory.hasFailed();
    }

    @Override
    public boolean removeRejected(Collection<Long> pids) throws IOException {
        return isComplete() && pids.stream().anyMatch(archive::isRefusedBy) && archiveDirectory.withdraw(archive);
    }

    /**
     * Has the archive built for the next start, where this cluster runs our members and there is none. A failure is not
     * reported to the test: the next start is as slow as this one was, and {@link WarmMain} tells why.
     */
    static void buildInBackground(ProcessCluster cluster, Path java, Map<String, String> environment) {
        try {
            Path jar = MembersJar.path();
            boolean runsOurMembers = cluster.plan().members().stream()
                    .anyMatch(member -> member.command().contains(jar.toString())
                            && member.command().get(0).equals(java.toString()));
            MembersStartArchive archive = runsOurMembers ? of(java, jar).orElse(null) : null;
            if (archive != null) {
                List<Long> pids = cluster.status().members().stream()
                        .map(member -> member.now().pid())
                        .toList();
                BackgroundArchiveBuilder.begin(archive, pids, environment);
            }
        } catch (IOException | UncheckedIOException e) {
            return;
        }
    }

    /** Runs {@link WarmMain} from this very jar, which needs no other for that. */
    @Override
    public List<String> buildCommand() throws IOException {
        CodeSource source = MembersStartArchive.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("these classes have no code source");
        }
        return List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                jar(source).toString(),
                WarmMain.class.getName(),
                WarmMain.ONLY_MISSING);
    }

    private static Path jar(CodeSource source) throws IOException {
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the class path has an invalid URL: " + source.getLocation(), e);
        }
    }

    /** Builds the archive; see {@link ArchiveDirectory#make}. */
    boolean make(boolean wait) throws IOException, InterruptedException {
        return archiveDirectory.make(wait, List.of(StartArchiveTraining.ofMembers(archive, java, jar)));
    }
}
