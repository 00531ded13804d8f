package dev.runner.loopback;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Leases networks by lock files in one directory. */
final class NetworkLeases {
    private final Path directory;

    NetworkLeases(Path directory) {
        this.directory = directory;
    }

    static NetworkLeases machineWide() {
        // On macOS /tmp is a link, and links are not followed.
        String temporary = HostOs.current() == HostOs.MACOS ? "/private/tmp" : "/tmp";
        return new NetworkLeases(Path.of(temporary, "multihost-networks"));
    }

    NetworkLease acquire(LoopbackNetwork network) {
        prepareDirectory();
        LockFile file = lockFile(network);
        try {
            if (file.tryLock()) {
                return new NetworkLease(network, file);
            }
        } catch (IOException e) {
            throw unusable(file.path(), e);
        }
        throw NetworkUnavailableException.inUse(network, file.holder());
    }

    NetworkLease acquireFirstFree(Predicate<LoopbackNetwork> usable) {
        return acquireFirstFree(usable, false);
    }

    /** @param backwards whether the last one that is free is wanted */
    NetworkLease acquireFirstFree(Predicate<LoopbackNetwork> usable, boolean backwards) {
        prepareDirectory();
        int leased = 0;
        IOException refused = null;
        int count = LoopbackNetwork.LAST_LEASED - LoopbackNetwork.DEFAULT + 1;
        for (int i = 0; i < count; i++) {
            LoopbackNetwork network =
                    new LoopbackNetwork(backwards ? LoopbackNetwork.LAST_LEASED - i : LoopbackNetwork.DEFAULT + i);
            LockFile file = lockFile(network);
            try {
                if (!file.tryLock()) {
                    leased++;
                    continue;
                }
            } catch (IOException e) {
                // One unusable file must not keep a cluster from the other networks; if all are unusable, the message
                // says so.
                refused = e;
                continue;
            }
            NetworkLease lease = new NetworkLease(network, file);
            if (isUsable(usable, lease)) {
                return lease;
            }
        }
        throw noneFree(leased, refused);
    }

    private static boolean isUsable(Predicate<LoopbackNetwork> usable, NetworkLease lease) {
        boolean kept = false;
        try {
            kept = usable.test(lease.network());
        } finally {
            if (!kept) {
                lease.close();
            }
        }
        return kept;
    }

    private NetworkUnavailableException noneFree(int leased, @Nullable IOException refused) {
        if (refused != null && leased == 0) {
            return unusable(directory, refused);
        }
        int all = LoopbackNetwork.LAST_LEASED - LoopbackNetwork.DEFAULT + 1;
        return new NetworkUnavailableException("none of the networks 100 to 163 is free: " + leased
                + " are in use by other clusters, and the addresses or ports of " + (all - leased)
                + " are taken or missing; stop a cluster, or see `runner loopback check`");
    }

    private LockFile lockFile(LoopbackNetwork network) {
        return new LockFile(directory.resolve("127." + network.number() + ".lock"));
    }

    private void prepareDirectory() {
        try {
            WorldWritableFiles.createDirectory(directory);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private static NetworkUnavailableException unusable(Path path, IOException e) {
        String why = e instanceof AccessDeniedException ? "permission denied" : SanitizedLine.of(e.toString());
        return new NetworkUnavailableException(
                "networks cannot be leased, " + path + " is unusable (" + why
                        + "): remove it as root; it holds no data",
                e);
    }
}
