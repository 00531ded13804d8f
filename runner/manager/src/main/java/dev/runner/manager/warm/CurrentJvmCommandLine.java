package dev.runner.manager.warm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The command line by which this JVM was started, up to our first word. */
public final class CurrentJvmCommandLine {
    private static final String MAIN_CLASS = "dev.runner.cli.RunnerMain";

    private CurrentJvmCommandLine() {}

    /** Program, options of the JVM, and what is run: another process of it runs as this one does. */
    public static List<String> command() throws IOException {
        ProcessHandle.Info info = ProcessHandle.current().info();
        String[] arguments = info.arguments().orElseThrow(() -> new IOException("this system hides command lines"));
        List<String> program = new ArrayList<>(List.of(info.command().orElse("java")));
        for (int i = 0; i < arguments.length; i++) {
            program.add(arguments[i]);
            if (arguments[i].equals(MAIN_CLASS)) {
                return program;
            }
            if (arguments[i].equals("-jar")) {
                program.add(arguments[i + 1]);
                return program;
            }
        }
        throw new IOException("the way in which this program was started is not known: " + String.join(" ", program));
    }
}
