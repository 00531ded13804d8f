package dev.runner.cluster.spec;

import java.util.Locale;

/** What a port is for, as far as a spec says so. */
public enum PortProtocol {
    TCP,
    UDP,
    HTTP,
    HTTPS;

    public boolean isUdp() {
        return this == UDP;
    }

    /** {@code udp}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
