package dev.runner.junit;

import dev.runner.cluster.jvm.ArchiveDirectory;
import dev.runner.cluster.jvm.JdkBuild;
import dev.runner.cluster.jvm.StartArchive;
import dev.runner.cluster.jvm.StartArchiveMode;
import dev.runner.cluster.jvm.StartArchiveTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The start archive of the members that come with this artifact, for one JDK: beside their jar in the user's cache.
 *
 * @param java the program that runs the members
 */
record MembersStartArchive(Path java, Path jar, ArchiveDirectory directory, StartArchive archive) {
    /** Empty where there is no place for it: another jar, no cache, or a JDK that does not say which it is. */
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

    /** What members are to be started with. */
    static StartArchive toUse(Path java, Path jar, Map<String, String> environment) {
        return StartArchiveMode.of(environment) == StartArchiveMode.NEVER
                ? StartArchive.NONE
                : of(java, jar)
                        .filter(MembersStartArchive::isUsable)
                        .map(MembersStartArchive::archive)
                        .orElse(StartArchive.NONE);
    }

    /** Whether it is there, and of this jar: the JVM refuses one of a jar that was unpacked again since. */
    boolean isUsable() {
        try {
            return archive.isUsable()
                    && Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(archive.file())) <= 0;
        } catch (IOException e) {
            // Somebody empties the cache: a start without it is only slower.
            return false;
        }
    }

    /** Whether it is worth trying to make it for the next start. */
    boolean isMissing() {
        return !isUsable() && !directory.hasFailed();
    }

    /** Takes it out of use where one of these processes was told to start with it, and has refused it. */
    void removeIfRejected(Collection<Long> pids) throws IOException {
        if (isUsable() && pids.stream().anyMatch(archive::isRefusedBy)) {
            directory.withdraw(archive);
        }
    }

    /** Makes it; see {@link ArchiveDirectory#make}. */
    boolean make(boolean wait) throws IOException, InterruptedException {
        return directory.make(wait, List.of(StartArchiveTraining.ofMembers(archive, java, jar)));
    }
}
