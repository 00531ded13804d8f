package dev.runner.cli;

import org.jspecify.annotations.Nullable;

/** What {@code runner --version} says: enough for a bug report. */
final class Version {
    private Version() {}

    static String describe(Invocation invocation) {
        return "runner " + number() + "\nJava " + System.getProperty("java.version") + " ("
                + System.getProperty("java.home") + ")\nhome "
                + invocation.home().map(Object::toString).orElse("unknown: not started by bin/runner");
    }

    private static String number() {
        @Nullable String fromManifest = Version.class.getPackage().getImplementationVersion();
        return fromManifest == null ? "(not from a jar)" : fromManifest;
    }
}
