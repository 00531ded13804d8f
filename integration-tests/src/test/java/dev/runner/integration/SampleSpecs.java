package dev.runner.integration;

/** Specs of programs that every system has. */
final class SampleSpecs {
    /** Longer than any test. */
    static final String SLEEP = "[sleep, '600']";

    private SampleSpecs() {}

    /** One member that only sleeps. */
    static final String NAP = "name: nap\nmembers: {nap: {command: " + SLEEP + "}}\n";

    /** A member that ignores SIGTERM, and has a grace much longer than a test. */
    static final String STUBBORN = """
            name: stubborn
            members:
              stubborn:
                command: "trap '' TERM HUP INT; echo up; while :; do sleep 1; done"
                ready: {log: up}
                stop: {grace: 10m}
            """;

    /**
     * Three members, each with a child in its group, a daemon in its own session, and an orphaned process; all ignore
     * SIGTERM and SIGHUP.
     */
    static final String DAEMONS = """
            name: daemons
            hosts: 3
            members:
              tree:
                command: |
                  trap '' TERM HUP
                  sh -c 'while :; do sleep 1; done' &
                  setsid sh -c 'while :; do sleep 1; done' &
                  (setsid sh -c 'while :; do sleep 1; done' &)
                  echo kept >>data
                  echo grown
                  while :; do sleep 1; done
                ready: {log: grown}
                stop: {grace: 10m}
            """;
}
