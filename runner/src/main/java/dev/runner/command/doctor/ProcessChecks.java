package dev.runner.command.doctor;

import dev.runner.loopback.HostOs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What supervision needs of the system: sessions, signals, a list of processes. */
final class ProcessChecks {
    private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");

    private final Programs programs;

    ProcessChecks(Programs programs) {
        this.programs = programs;
    }

    /** Every member leads a session of its own, so that it can be ended with all that it started. */
    Finding session() {
        for (String program : List.of("setsid", "perl")) {
            if (programs.find(program).isPresent()) {
                return Finding.ok("sessions", "by " + programs.find(program).get());
            }
        }
        return Finding.fail(
                "sessions", "neither setsid nor perl is on the PATH: install util-linux (setsid), or perl.");
    }

    /** A JVM's children inherit SIGPIPE ignored, and a shell cannot undo that. */
    Finding signals() {
        if (programs.succeeds(List.of("env", "--default-signal=PIPE", "true"))) {
            return Finding.ok("signals", "SIGPIPE is restored for members by env --default-signal");
        }
        if (programs.find("perl").isPresent()) {
            return Finding.ok("signals", "SIGPIPE is restored for members by perl");
        }
        return Finding.warn(
                "signals",
                "members start with SIGPIPE ignored, so that `producer | head` in them may never end:"
                        + " install coreutils 8.31 or newer (env --default-signal), or perl.");
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
        boolean usable = Files.isReadable(CONTROL_GROUPS.resolve("cgroup.controllers")) && Files.isWritable(ownGroup());
        return Finding.ok(
                "control group",
                usable
                        ? "writable: also what detaches itself completely is ended with its member"
                        : "not writable; not needed, but what clears its environment and detaches at once may escape");
    }

    private static Path ownGroup() {
        try (var lines = Files.lines(Path.of("/proc/self/cgroup"))) {
            return lines.filter(line -> line.startsWith("0::/"))
                    .findFirst()
                    .map(line -> CONTROL_GROUPS.resolve(line.substring("0::/".length())))
                    .orElse(CONTROL_GROUPS);
        } catch (IOException e) {
            return CONTROL_GROUPS; // not readable, and then not writable either, which is what is asked
        }
    }
}
