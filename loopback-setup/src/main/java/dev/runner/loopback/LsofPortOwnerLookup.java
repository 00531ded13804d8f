package dev.runner.loopback;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs {@code lsof} for each port, because macOS has no table to read. */
final class LsofPortOwnerLookup implements PortOwnerLookup {
    @Override
    public Map<Endpoint, PortOwner> find(Set<Endpoint> endpoints) {
        Map<Endpoint, PortOwner> owners = new HashMap<>();
        Map<Integer, List<PortOwner>> byPort = endpoints.stream()
                .map(Endpoint::port)
                .distinct()
                .collect(Collectors.toMap(port -> port, LsofPortOwnerLookup::listeners));
        for (Endpoint endpoint : endpoints) {
            LsofOutput.holderOf(endpoint, byPort.getOrDefault(endpoint.port(), List.of()))
                    .ifPresent(owner -> owners.put(endpoint, owner));
        }
        return owners;
    }

    /** Always unknown: a readiness check must be cheap, and {@code lsof} takes tens of milliseconds. */
    @Override
    public Map<Endpoint, ListenerStatus> listenOn(Map<Endpoint, Set<Long>> expected) {
        return expected.keySet().stream()
                .collect(Collectors.toMap(endpoint -> endpoint, endpoint -> ListenerStatus.UNKNOWN));
    }

    /** Always unknown, for the same reason. */
    @Override
    public ListenerStatus listensAsThisUser(Endpoint endpoint) {
        return ListenerStatus.UNKNOWN;
    }

    static List<String> command(int port) {
        return List.of("/usr/sbin/lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-F", "pcn");
    }

    private static List<PortOwner> listeners(int port) {
        try {
            Process lsof = new ProcessBuilder(command(port))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            lsof.getOutputStream().close();
            String output = new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return LsofOutput.parse(output, LsofPortOwnerLookup::commandLine);
        } catch (IOException e) {
            // Without lsof, only the name of the port's holder is missing from the message.
            return List.of();
        }
    }

    /** {@code lsof} only knows the program's name; the system tells users the arguments of their own processes. */
    private static String commandLine(long pid, String program) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().commandLine())
                .map(SanitizedLine::of)
                .orElse(program);
    }
}
