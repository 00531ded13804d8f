package dev.runner.cluster;

import dev.runner.loopback.LoopbackNetwork;
import dev.runner.util.FileFailure;
import dev.runner.util.PrivateFile;
import dev.runner.util.StateOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a cluster keeps from one run to the next besides its members' data, because that data depends on it: programs
 * write their own and each other's addresses into it. It is noted when the first member is started, so a cluster that
 * never came so far keeps nothing.
 *
 * @param directory of the cluster, for which it was noted: a copy has the same file and another directory
 * @param place what tells that directory from others even when it is moved; see {@link StateOrigin#directory}
 * @param network the members' addresses
 * @param specHosts the number of hosts in the spec then: who changes that means the new one
 * @param hosts the ordinals that were given, 0 to this minus 1
 * @param removed the members that were taken out
 */
record RememberedCluster(String directory, String place, int network, int specHosts, int hosts, Set<String> removed) {
    static final String FILE = "placement";

    RememberedCluster {
        LoopbackNetwork.checkNumber(network);
        LoopbackNetwork.checkHosts(hosts);
        removed = Set.copyOf(removed);
    }

    /**
     * Reads it; empty where the cluster never ran.
     *
     * @throws MachineNotReadyException where the file cannot be read
     */
    static Optional<RememberedCluster> read(Path clusterDirectory) throws MachineNotReadyException {
        Path file = clusterDirectory.resolve(FILE);
        try {
            return Optional.of(parse(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new MachineNotReadyException(
                    file + " says which network and hosts this cluster had, and cannot be read ("
                            + FileFailure.describe(e)
                            + "): remove it and name them (`runner up --network N --hosts N`), or begin anew with"
                            + " --fresh",
                    e);
        }
    }

    private static RememberedCluster parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int end = line.indexOf(' ');
            values.put(end < 0 ? line : line.substring(0, end), end < 0 ? "" : line.substring(end + 1));
        });
        String removed = value(values, "removed");
        return new RememberedCluster(
                value(values, "directory"),
                value(values, "place"),
                Integer.parseInt(value(values, "network")),
                Integer.parseInt(value(values, "specHosts")),
                Integer.parseInt(value(values, "hosts")),
                removed.isEmpty() ? Set.of() : Set.of(removed.split(" ", -1)));
    }

    private static String value(Map<String, String> values, String key) {
        return Objects.requireNonNullElseGet(values.get(key), () -> {
            throw new IllegalArgumentException("it has no line `" + key + "`");
        });
    }

    void write(Path clusterDirectory) throws IOException {
        PrivateFile.write(
                clusterDirectory.resolve(FILE),
                "directory " + directory + "\nplace " + place + "\nnetwork " + network + "\nspecHosts " + specHosts
                        + "\nhosts " + hosts + "\nremoved " + String.join(" ", new TreeSet<>(removed)) + "\n");
    }

    static void forget(Path clusterDirectory) throws IOException {
        Files.deleteIfExists(clusterDirectory.resolve(FILE));
    }

    /**
     * Whether this was noted for another cluster: the directory was copied, and not moved. What was copied back to
     * where it was, from a backup, is that cluster again.
     *
     * @throws MachineNotReadyException where the directory cannot be looked at
     */
    boolean isOfAnother(Path clusterDirectory) throws MachineNotReadyException {
        try {
            Path here = clusterDirectory.toRealPath();
            return !here.equals(Path.of(directory))
                    && !new StateOrigin("", place).isSameDirectory(StateOrigin.of(here));
        } catch (IOException e) {
            throw new MachineNotReadyException(clusterDirectory + " cannot be looked at: " + FileFailure.reason(e), e);
        }
    }
}
