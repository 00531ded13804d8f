package dev.runner.service.options;

import dev.runner.service.logging.LeanLogbackProvider;
import java.io.IOException;
import java.util.List;

/** What the mains of all members do: read the command line, start, and explain why not. */
public final class ServiceLauncher {

    private static final int MACHINE_NOT_READY = 3;

    /** Starts a member; its threads keep the JVM alive. */
    @FunctionalInterface
    public interface Start {

        /**
         * Returns when the member answers.
         *
         * @throws IllegalArgumentException with a message for the user, when an option's value is wrong
         * @throws IOException with a message for the user, when the machine has not what it needs
         */
        void start(Options options) throws IOException;
    }

    private final String program;
    private final String purpose;
    private final List<Option> known;

    public ServiceLauncher(String program, String purpose, List<Option> known) {
        this.program = program;
        this.purpose = purpose;
        this.known = known;
    }

    /** Exits with 2 for a wrong command line and 3 for a machine that is not ready; returns when the member serves. */
    public void run(String[] args, Start start) {
        List<String> words = List.of(args);
        if (words.contains("-h") || words.contains("--help")) {
            System.out.print(Options.help(program, purpose, known));
        } else if (words.contains("-V") || words.contains("--version")) {
            System.out.println(program + " " + version());
        } else {
            int code = started(words, start);
            if (code != 0) {
                System.exit(code);
            }
        }
    }

    private int started(List<String> words, Start start) {
        LeanLogbackProvider.use();
        // Jetty asks the JVM's management beans for this otherwise, which costs 60 ms: references in a line of 64
        // bytes.
        System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
        try {
            start.start(Options.parse(known, words, System.getenv()));
            return 0;
        } catch (IllegalArgumentException e) {
            return failed(e, Options.USAGE);
        } catch (IOException e) {
            return failed(e, MACHINE_NOT_READY);
        }
    }

    private int failed(Exception problem, int code) {
        System.err.println(program + ": " + problem.getMessage());
        return code;
    }

    private String version() {
        String version = ServiceLauncher.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
