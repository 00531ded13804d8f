package dev.runner.cli.doctor;

import dev.runner.loopback.HostOs;
import dev.runner.supervisor.process.LaunchException;
import dev.runner.supervisor.process.SupervisionCheck;
import java.nio.file.Files;
import java.nio.file.Path;

/** What supervision needs of the system: sessions, signals, a list of processes. */
final class ProcessChecks {
    private final ExecutableFinder programs;

    ProcessChecks(ExecutableFinder programs) {
        this.programs = programs;
    }

    /** Every member leads a session of its own, and gets back the signals that a JVM's children inherit ignored. */
    Finding sessions() {
        try {
            return Finding.ok(
                    "sessions", "members get sessions and signals of their own by " + SupervisionCheck.sessions());
        } catch (LaunchException e) {
            return Finding.fail("sessions", e.getMessage() + ".");
        }
    }

    Finding processTable() {
        if (HostOs.current() == HostOs.LINUX) {
            return Files.isReadable(Path.of("/proc/self/environ"))
                    ? Finding.ok("processes", "/proc is readable")
                    : Finding.fail(
                            "processes",
                            "/proc is not readable: mount it (mount -t proc proc /proc), because"
                                    + " members that have gone astray are found in it.");
        }
        return programs.find("ps").isPresent()
                ? Finding.ok("processes", "by ps")
                : Finding.fail("processes", "ps is not on the PATH: members that have gone astray are found by it.");
    }

    /** Optional, and so never more than a remark. */
    Finding controlGroup() {
        if (HostOs.current() != HostOs.LINUX) {
            return Finding.ok("control group", "this system has none; not needed");
        }
        return Finding.ok(
                "control group",
                SupervisionCheck.hasControlGroups()
                        ? "members get one each: also what detaches itself completely ends with its member"
                        : "none that may be written; not needed, but what clears its environment and detaches at once"
                                + " may escape");
    }
}
