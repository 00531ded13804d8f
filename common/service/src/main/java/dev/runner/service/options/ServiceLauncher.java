package dev.runner.service.options;

import dev.runner.service.logging.LeanLogbackProvider;
import java.io.IOException;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParseResult;

/** The common part of the services' mains: parses the command line, starts the service, and reports failures. */
public final class ServiceLauncher {

    private static final int USAGE = 2;
    private static final int MACHINE_NOT_READY = 3;
    private static final int FAILED = 70;

    /** Starts a service, whose threads keep the JVM alive. */
    @FunctionalInterface
    public interface Start {

        /**
         * Returns when the service is ready.
         *
         * @throws IllegalArgumentException with a message for the user, if an option's value is invalid
         * @throws IOException with a message for the user, if the machine lacks what it needs
         */
        void start(Options options) throws IOException;
    }

    private final String program;
    private final ServiceCommandLine line;

    public ServiceLauncher(String program, String purpose, List<Option> known) {
        this.program = program;
        this.line = new ServiceCommandLine(program, purpose, known);
    }

    /**
     * Exits with 2 for a wrong command line and 3 for a machine that is not ready; returns when the service serves, or
     * when it has printed its help or version.
     */
    public void run(String[] args, Start start) {
        Thread.setDefaultUncaughtExceptionHandler(ServiceLauncher::uncaught);
        int code = exitCode(args, start);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** A thread has ended that others rely on: the process must not go on as if it were well. */
    private static void uncaught(Thread thread, Throwable problem) {
        try {
            LoggerFactory.getLogger("service").error("{} ended by an error", thread.getName(), problem);
        } finally {
            if (problem instanceof VirtualMachineError) {
                Runtime.getRuntime().halt(FAILED);
            }
        }
    }

    private int exitCode(String[] args, Start start) {
        try {
            ParseResult parsed = line.parse(args);
            if (parsed.isUsageHelpRequested()) {
                System.out.print(line.help());
            } else if (parsed.isVersionHelpRequested()) {
                System.out.println(program + " " + version());
            } else {
                LeanLogbackProvider.use();
                // References in a cache line of 64 bytes. Jetty would ask the JVM's management beans, which costs 60
                // ms.
                System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
                start.start(line.values(parsed, System.getenv()));
            }
            return 0;
        } catch (IllegalArgumentException e) {
            return failed(e, USAGE);
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
