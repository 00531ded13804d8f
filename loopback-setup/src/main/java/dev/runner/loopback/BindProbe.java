package dev.runner.loopback;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds obstacles to a cluster before anything is spawned, by binding the endpoints that the members will bind. Only
 * that finds all causes: a port in use, a missing address, a listener on the wildcard address, a limit.
 *
 * <p>It binds with SO_REUSEADDR, as servers do, so that connections of a cluster that has just ended are not a false
 * alarm. The result is a snapshot: another process may take a port a moment later; other clusters cannot, because of
 * the {@link NetworkLease}.
 */
public final class BindProbe {
    private final HostOs os;
    private final Function<Set<Endpoint>, Map<Endpoint, PortOwner>> owners;

    BindProbe(HostOs os, Function<Set<Endpoint>, Map<Endpoint, PortOwner>> owners) {
        this.os = os;
        this.owners = owners;
    }

    /**
     * Binds each endpoint for a moment, duplicates once.
     *
     * @return the problems in the order of the endpoints; empty if all are free. A missing address is reported once,
     *     whatever the number of its ports
     */
    public static List<BindProblem> probe(Collection<Endpoint> endpoints) {
        return new BindProbe(HostOs.current(), PortOwner::find).findProblems(endpoints);
    }

    List<BindProblem> findProblems(Collection<Endpoint> endpoints) {
        Map<Endpoint, BindProblem> problems = new HashMap<>();
        Map<Endpoint, IOException> contested = new LinkedHashMap<>();
        Set<String> missing = new HashSet<>();
        Set<Endpoint> distinct = new LinkedHashSet<>(endpoints);
        for (Endpoint endpoint : distinct) {
            IOException failure = missing.contains(endpoint.address()) ? null : bindFailure(endpoint.socketAddress());
            if (failure == null) {
                continue;
            }
            if (!(failure instanceof BindException)) {
                problems.put(endpoint, BindProblem.refused(endpoint, failure));
            } else if (isAssigned(endpoint.address())) {
                contested.put(endpoint, failure);
            } else {
                missing.add(endpoint.address());
                problems.put(endpoint, BindProblem.notAssigned(endpoint, os));
            }
        }
        explain(contested).forEach(problem -> problems.put(problem.endpoints().get(0), problem));
        return distinct.stream()
                .filter(problems::containsKey)
                .map(endpoint -> Objects.requireNonNull(problems.get(endpoint)))
                .toList();
    }

    /**
     * Whether the address itself can be bound, tested with port 0, which is any free one. This avoids parsing the
     * system's error messages, which depend on the user's language.
     */
    static boolean isAssigned(String address) {
        return !(bindFailure(new InetSocketAddress(Endpoint.inetAddress(address), 0)) instanceof BindException);
    }

    private List<BindProblem> explain(Map<Endpoint, IOException> contested) {
        if (contested.isEmpty()) {
            return List.of();
        }
        Map<Endpoint, PortOwner> known = owners.apply(contested.keySet());
        Map<PortOwner, List<Endpoint>> wildcards = new HashMap<>();
        List<BindProblem> problems = new ArrayList<>();
        contested.forEach((endpoint, failure) -> {
            PortOwner owner = known.get(endpoint);
            if (owner != null && owner.isWildcard()) {
                wildcards.computeIfAbsent(owner, first -> new ArrayList<>()).add(endpoint);
            } else if (owner == null && endpoint.isPrivileged()) {
                problems.add(BindProblem.refused(endpoint, failure));
            } else {
                problems.add(BindProblem.held(List.of(endpoint), owner, os));
            }
        });
        wildcards.forEach((owner, shadowed) -> problems.add(BindProblem.held(shadowed, owner, os)));
        return problems;
    }

    /** The problem with the endpoint; null if it can be bound. */
    private static @Nullable IOException bindFailure(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
