package dev.runner.cluster.spec;

/** TCP ports as they are written in a spec. */
public final class PortParser {
    private PortParser() {}

    /**
     * Reads a port.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static int parse(String text) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("`" + text + "` is not a port; ports go from 1 to 65535");
        }
        return port;
    }
}
