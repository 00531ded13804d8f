package dev.runner.loopback;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Finds the holders of ports by means of the operating system. */
interface PortOwnerLookup {
    /** Never fails: unknown holders are missing from the result. */
    Map<Endpoint, PortOwner> find(Set<Endpoint> endpoints);

    /** A result for every key. */
    Map<Endpoint, ListenerStatus> listenOn(Map<Endpoint, Set<Long>> expected);

    /**
     * Whether what listens on the endpoint is a socket of this process's user.
     *
     * @throws IOException where the system can tell, and did not
     */
    ListenerStatus listensAsThisUser(Endpoint endpoint) throws IOException;

    static PortOwnerLookup of(HostOs os) {
        return os == HostOs.LINUX
                ? new ProcPortOwnerLookup(new ProcFileSystem(Path.of("/proc")))
                : new LsofPortOwnerLookup();
    }
}
