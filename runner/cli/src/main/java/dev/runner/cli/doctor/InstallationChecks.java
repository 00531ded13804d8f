package dev.runner.cli.doctor;

import com.sun.jna.Native;
import dev.runner.cluster.ProcessCluster;
import dev.runner.manager.api.ManagerFile;
import dev.runner.supervisor.process.NativeLibraryFailure;
import dev.runner.util.FileFailure;
import dev.runner.util.FileOwner;
import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runner itself: what it runs on, what builds it, and what it may have left here. */
final class InstallationChecks {
    private final Path directory;
    private final Optional<Path> home;
    private final ExecutableFinder programs;

    InstallationChecks(Path directory, Optional<Path> home, ExecutableFinder programs) {
        this.directory = directory;
        this.home = home;
        this.programs = programs;
    }

    /** Always fine: an older one would not have got this far, because the launch script refuses it. */
    Finding java() {
        return Finding.ok("Java", System.getProperty("java.version") + " at " + System.getProperty("java.home"));
    }

    Finding nativeLibrary() {
        try {
            int size = Native.POINTER_SIZE;
            return Finding.ok("JNA", "loads (" + size * 8 + " bit)");
        } catch (LinkageError e) {
            return Finding.fail("JNA", NativeLibraryFailure.describe(e) + ".");
        }
    }

    /** A clone is built when its sources change; an archive never is. */
    Finding maven() {
        Optional<Path> clone = home.map(Path::getParent)
                .filter(parent -> parent.endsWith(".dist"))
                .map(Path::getParent);
        if (clone.isEmpty()) {
            return Finding.ok("Maven", "not needed: this is not run from a clone");
        }
        return programs.find("mvn")
                .map(mvn -> Finding.ok("Maven", mvn + " builds " + clone.get()))
                .orElseGet(() -> Finding.warn(
                        "Maven", "mvn is not on the PATH: install Maven 3.8 or newer, or changes are not built."));
    }

    Finding clusters() {
        Path state = directory.resolve(".runner");
        if (!Files.isDirectory(state)) {
            return Finding.ok("clusters", "none here");
        }
        try (Stream<Path> entries = Files.list(state)) {
            List<Path> all = entries.filter(Files::isDirectory).toList();
            String foreign = all.stream()
                    .filter(FileOwner::isOfAnother)
                    .map(path -> "; " + path.getFileName() + " belongs to " + FileOwner.describe(path))
                    .collect(Collectors.joining());
            List<String> dead = all.stream()
                    .filter(path -> !FileOwner.isOfAnother(path) && isDead(path))
                    .map(path -> String.valueOf(path.getFileName()))
                    .toList();
            return dead.isEmpty()
                    ? Finding.ok("clusters", all.size() + " here, none of yours left over" + foreign)
                    : Finding.warn(
                            "clusters",
                            "the manager of " + String.join(", ", dead) + " died: run `runner down --name "
                                    + dead.get(0) + "` to see that nothing is left" + foreign + ".");
        } catch (IOException e) {
            return Finding.fail(
                    "clusters", state + " cannot be read (" + FileFailure.reason(e) + "): check its owner.");
        }
    }

    private static boolean isDead(Path cluster) {
        try {
            Optional<ManagerFile> file = ManagerFile.read(cluster);
            boolean here = file.isPresent() && file.get().origin().isSameDirectory(StateOrigin.of(cluster));
            return here && !file.get().manager().isAlive() && !ProcessCluster.isManaged(cluster);
        } catch (IOException | IllegalArgumentException e) {
            return true; // damaged, which no living manager leaves it
        }
    }
}
