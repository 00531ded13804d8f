package dev.runner.loopback;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The operating system's knowledge of who holds a port. */
interface PortOwners {
    /** Never fails: whom the system does not tell of is missing in the answer. */
    Map<Endpoint, PortOwner> find(Set<Endpoint> endpoints);

    /** An answer for every key. */
    Map<Endpoint, Listening> listenOn(Map<Endpoint, Set<Long>> expected);

    static PortOwners of(HostOs os) {
        return os == HostOs.LINUX ? new ProcPortOwners(new Proc(Path.of("/proc"))) : new LsofPortOwners();
    }
}
