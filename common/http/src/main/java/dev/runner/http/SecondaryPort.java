package dev.runner.http;

import java.util.Set;

/**
 * A second port of a member, for callers that are to see a few paths only.
 *
 * @param option that names the port on the command line, for the message when it cannot be had
 * @param paths all that is answered there
 */
public record SecondaryPort(int port, String option, Set<String> paths) {

    public SecondaryPort {
        paths = Set.copyOf(paths);
        BindAddress.requirePort(port);
    }
}
