package dev.runner.supervisor.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts a program as the leader of a session of its own, which no signal to our terminal's process group reaches. */
public final class SetsidCommand {
    private static final String PERL = "use POSIX (); POSIX::setsid(); exec {$ARGV[0]} @ARGV; exit 127";

    private SetsidCommand() {}

    /**
     * The command, wrapped. The pid stays that of the process which is started.
     *
     * @throws LaunchException where this machine has neither setsid nor perl
     */
    public static List<String> command(List<String> command) throws LaunchException {
        List<String> wrapped = new ArrayList<>();
        Optional<Path> setsid = LaunchWrapper.tool("setsid");
        if (setsid.isPresent()) {
            wrapped.add(setsid.get().toString());
        } else {
            Path perl = LaunchWrapper.tool("perl")
                    .orElseThrow(() -> new LaunchException("install setsid (of util-linux) or perl"));
            wrapped.addAll(List.of(perl.toString(), "-e", PERL, "--"));
        }
        wrapped.addAll(command);
        return wrapped;
    }
}
