package dev.runner.manager.api;

import dev.runner.http.json.JsonRecords;
import dev.runner.http.json.VerbatimRecord;
import dev.runner.supervisor.LifecycleState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One member in {@code ps --json}.
 *
 * @param kind the member's key in the spec: {@code worker} for {@code worker-2}
 * @param ordinal 0 to 253; 255 for a member that is on the coordinator's address
 * @param pid the process now; null when there is none
 * @param startedAt when that process started, which tells it from a later one with the same pid; null when there is
 *     none
 * @param restarts how often it was started again by the supervisor
 * @param lastExit how the process before this one ended; null when there was none
 * @param directory absolute
 * @param url where it answers HTTP requests; null where neither its ports nor its probes say so
 * @param formed whether it sees the whole cluster; null where the spec has no probe for that
 * @param paused whether somebody has paused it, and nobody has resumed it since
 * @param debug where a Java debugger attaches, {@code 127.100.0.1:5005}; null where nobody asked for that
 * @param cause what somebody asked for that led to its state, for people: {@code runner kill --signal TERM}; null where
 *     nobody did
 * @param action the same for programs
 * @param ports what it listens on, as the spec says: {@code 2181}, {@code 7946/udp}
 * @param pending why it is not ready, or not formed; null where nothing is waited for
 */
public record MemberView(
        String name,
        String kind,
        int ordinal,
        String address,
        @Nullable Long pid,
        LifecycleState state,
        int restarts,
        @Nullable Instant startedAt,
        @Nullable ExitView lastExit,
        String directory,
        @Nullable String url,
        @Nullable Boolean formed,
        boolean paused,
        @Nullable String debug,
        @Nullable String cause,
        @Nullable ActionView action,
        List<String> ports,
        @Nullable PendingView pending)
        implements VerbatimRecord {

    public MemberView {
        JsonRecords.require("name", name);
        JsonRecords.require("kind", kind);
        JsonRecords.require("address", address);
        JsonRecords.require("state", state);
        JsonRecords.require("directory", directory);
        ports = ports == null ? List.of() : List.copyOf(ports); // written by an older version
    }

    /** The same member without a process, as it is once the cluster has ended. */
    public MemberView ended(LifecycleState state) {
        Boolean apart = formed == null ? null : Boolean.FALSE;
        return new MemberView(
                name, kind, ordinal, address, null, state, restarts, null, lastExit, directory, url, apart, false,
                debug, cause, action, ports, null);
    }
}
