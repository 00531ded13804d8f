package dev.runner.cluster.readiness;

import dev.runner.cluster.logs.LinePattern;
import dev.runner.cluster.spec.StatusRange;
import dev.runner.cluster.template.TruncatedText;
import dev.runner.loopback.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a member proves that it is ready. */
public sealed interface Probe {
    /** What is waited for, in words for progress and messages. */
    String describe();

    /** How long one attempt may take; nothing where the member is not asked. */
    default Duration attempt() {
        return Duration.ZERO;
    }

    /** Every endpoint accepts a connection. */
    record Tcp(List<Endpoint> endpoints, Duration attemptTimeout) implements Probe {
        @Override
        public Duration attempt() {
            return attemptTimeout.multipliedBy(endpoints.size());
        }

        @Override
        public String describe() {
            return "tcp "
                    + String.join(
                            ", ", endpoints.stream().map(Endpoint::toString).toList());
        }
    }

    /**
     * Every UDP endpoint is bound by the member; where there are TCP endpoints too, they accept connections first.
     *
     * @param attemptTimeout for the TCP endpoints: a look at who has bound a port does not wait
     */
    record Udp(List<Endpoint> tcp, List<Endpoint> endpoints, Duration attemptTimeout) implements Probe {
        @Override
        public Duration attempt() {
            return attemptTimeout.multipliedBy(tcp.size());
        }

        @Override
        public String describe() {
            return (tcp.isEmpty() ? "" : new Tcp(tcp, attemptTimeout).describe() + ", ")
                    + "udp "
                    + String.join(
                            ", ", endpoints.stream().map(Endpoint::toString).toList());
        }
    }

    /**
     * A GET request is answered with an expected status.
     *
     * @param body found somewhere in the body; null where any body will do
     * @param json values that the body has, by their path; empty where it need not be JSON
     * @param authorization the value of that header, a secret; null where none is sent
     */
    record Http(
            Endpoint endpoint,
            String path,
            StatusRange status,
            @Nullable LinePattern body,
            Map<String, String> json,
            @Nullable String authorization,
            Duration attemptTimeout)
            implements Probe {
        @Override
        public Duration attempt() {
            return attemptTimeout;
        }

        @Override
        public String describe() {
            return "http://" + endpoint + path;
        }

        /** Without the authorization. */
        @Override
        public String toString() {
            return describe();
        }
    }

    /** A line that the process wrote since it was started matches. */
    record Log(LinePattern pattern) implements Probe {
        @Override
        public String describe() {
            return "a log line that matches " + pattern;
        }
    }

    /**
     * A command ends with exit code 0.
     *
     * @param command all of its words, also those that make it run as another user
     * @param shown the same for people, in short and without those
     */
    record Command(List<String> command, String shown, Duration attemptTimeout) implements Probe {
        private static final int MOST_SHOWN = 60;

        /** A command that is shown as it was written: a script without its shell, a program without its directory. */
        public static Command of(List<String> command, List<String> written, Duration attemptTimeout) {
            return new Command(command, TruncatedText.command(written, MOST_SHOWN), attemptTimeout);
        }

        @Override
        public Duration attempt() {
            return attemptTimeout;
        }

        @Override
        public String describe() {
            return "command `" + shown + "`";
        }
    }

    /** The member says so itself. */
    record Notice() implements Probe {
        @Override
        public String describe() {
            return "the member's own notice";
        }
    }

    /** The process has lived for a while. */
    record Alive(Duration duration) implements Probe {
        @Override
        public String describe() {
            return "alive for " + duration.toMillis() + " ms";
        }
    }
}
