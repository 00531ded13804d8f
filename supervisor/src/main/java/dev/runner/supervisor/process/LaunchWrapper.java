package dev.runner.supervisor.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a member's command is wrapped in. The wrapper makes it the leader of a session of its own, waits for one line on
 * standard input (so that nothing of the member runs before its supervisor is ready to follow it to its end; if the
 * supervisor dies in between, the line never comes and the wrapper ends), and gives signals back their default
 * actions where this process ignores them, which children inherit: SIGINT and SIGQUIT in the background of a script,
 * SIGHUP under nohup (a terminal's cannot reach a member: its session has no terminal), SIGPIPE where whoever started
 * us did. (What threads block, children inherit too: see {@link LibC#withoutBlockedSignals}.) It then becomes the
 * command: the pid stays.
 *
 * <p>Each program costs a start about a millisecond of processor time, two where there is a locale to load. So the one
 * for the signals is only there where one is ignored.
 */
final class LaunchWrapper {
    static final List<String> RESTORED = List.of("PIPE", "INT", "QUIT", "HUP");

    private static final String DEFAULT_SIGNALS = "--default-signal=" + String.join(",", RESTORED);

    private static final String OPEN_GATE = "IFS= read -r go && exec \"$@\"";

    private static final String GATE = OPEN_GATE + " </dev/null";

    private static final String PERL_START = "use POSIX (); POSIX::setsid(); sysread(STDIN, my $go, 1) or exit 125; ";

    private static final String PERL_END = "$SIG{$_} = 'DEFAULT' for qw(" + String.join(" ", RESTORED) + "); "
            + "exec {$ARGV[0]} @ARGV; print STDERR \"$ARGV[0]: $!\\n\"; exit 127";

    private static final String PERL_OPEN_GATE = PERL_START + PERL_END;

    private static final String PERL_GATE = PERL_START + "open(STDIN, '<', '/dev/null'); " + PERL_END;

    private final List<String> prefix;
    private final List<String> openPrefix;
    private final boolean isOfShell;

    /** @param gate makes the gate's script a prefix */
    private LaunchWrapper(UnaryOperator<List<String>> gate, String closed, String open) {
        this.prefix = gate.apply(List.of(closed));
        this.openPrefix = gate.apply(List.of(open));
        this.isOfShell = !closed.equals(PERL_GATE);
    }

    private static List<String> around(List<String> before, List<String> gate, String after) {
        List<String> words = new ArrayList<>(before);
        words.addAll(gate);
        words.add(after);
        return List.copyOf(words);
    }

    /** For a process that ignores none of the signals. */
    static LaunchWrapper ofSetsid(Path setsid) {
        List<String> tools = List.of(setsid.toString(), "/bin/sh", "-c");
        return new LaunchWrapper(gate -> around(tools, gate, "member"), GATE, OPEN_GATE);
    }

    /** Of util-linux and coreutils 8.31 or newer. */
    static LaunchWrapper ofTools(Path setsid, Path env) {
        List<String> tools = List.of(setsid.toString(), env.toString(), DEFAULT_SIGNALS, "/bin/sh", "-c");
        return new LaunchWrapper(gate -> around(tools, gate, "member"), GATE, OPEN_GATE);
    }

    /** Of perl, which macOS brings, and Linux systems without those tools usually have. */
    static LaunchWrapper ofPerl(Path perl) {
        List<String> tools = List.of(perl.toString(), "-e");
        return new LaunchWrapper(gate -> around(tools, gate, "--"), PERL_GATE, PERL_OPEN_GATE);
    }

    /**
     * The wrapper for this machine, and for what this process ignores now.
     *
     * @param ignoring whether this process ignores one of the signals
     * @throws LaunchException where the machine has no programs for it; the message says what to install
     */
    static LaunchWrapper forThisMachine(boolean ignoring) throws LaunchException {
        Optional<Path> setsid = tool("setsid");
        if (setsid.isPresent() && !ignoring) {
            return ofSetsid(setsid.get());
        }
        Optional<Path> env = tool("env");
        if (setsid.isPresent() && env.isPresent() && restoresSignals(env.get())) {
            return ofTools(setsid.get(), env.get());
        }
        return tool("perl")
                .map(LaunchWrapper::ofPerl)
                .orElseThrow(() -> new LaunchException("members cannot be given a session of their own: install"
                        + " util-linux and coreutils 8.31 or newer (for setsid and env --default-signal), or perl"));
    }

    /** This wrapper, or perl's where there are variables that a shell may not pass on, and there is a perl. */
    LaunchWrapper passing(Set<String> variables) {
        return variables.stream().allMatch(LaunchWrapper::isPassedByShells)
                ? this
                : tool("perl").map(LaunchWrapper::ofPerl).orElse(this);
    }

    /** The command, behind an {@code env} that sets what this wrapper's shell would drop. */
    List<String> passing(List<String> command, Map<String, String> variables) {
        List<String> words = new ArrayList<>();
        if (isOfShell) {
            variables.forEach((name, value) -> {
                if (!isPassedByShells(name)) {
                    words.add(name + "=" + value);
                }
            });
        }
        if (!words.isEmpty()) {
            words.add(0, "env");
        }
        words.addAll(command);
        return words;
    }

    /** Letters, digits and underscores; dash drops variables of other names, such as {@code node.name}. */
    private static boolean isPassedByShells(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** For people: the programs that it is made of. */
    String describe() {
        return prefix.stream().filter(word -> word.startsWith("/")).collect(Collectors.joining(", "));
    }

    /** With a standard input that is at its end. */
    List<String> wrap(List<String> command) {
        return wrap(command, false);
    }

    /** @param stdinOpen whether what comes after the line on standard input is the command's */
    List<String> wrap(List<String> command, boolean stdinOpen) {
        List<String> wrapped = new ArrayList<>(stdinOpen ? openPrefix : prefix);
        wrapped.addAll(command);
        return wrapped;
    }

    static Optional<Path> tool(String name) {
        return List.of("/usr/bin", "/bin", "/usr/local/bin", "/run/current-system/sw/bin").stream()
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean restoresSignals(Path env) throws LaunchException {
        try {
            Process process = new ProcessBuilder(env.toString(), DEFAULT_SIGNALS, "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (java.io.IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("interrupted while looking at the machine", e);
        }
    }
}
