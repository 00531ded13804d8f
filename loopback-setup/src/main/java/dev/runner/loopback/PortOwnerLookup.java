package dev.runner.loopback;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The operating system's knowledge of who holds a port. */
interface PortOwnerLookup {
    /** Never fails: whom the system does not tell of is missing in the answer. */
    Map<Endpoint, PortOwner> find(Set<Endpoint> endpoints);

    /** An answer for every key. */
    Map<Endpoint, ListenerStatus> listenOn(Map<Endpoint, Set<Long>> expected);

    static PortOwnerLookup of(HostOs os) {
        return os == HostOs.LINUX
                ? new ProcPortOwnerLookup(new ProcFileSystem(Path.of("/proc")))
                : new LsofPortOwnerLookup();
    }
}
