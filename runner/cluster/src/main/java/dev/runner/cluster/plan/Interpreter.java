package dev.runner.cluster.plan;

import java.io.File;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program that a script's first line names. Where it is missing, the system and every shell say that the script
 * itself is not found.
 */
final class Interpreter {
    private static final String ENV = "env";
    private static final String SPLIT = "-S";

    private Interpreter() {}

    /**
     * What is wrong with the first line of a script, for behind its name; null where nothing is.
     *
     * @param first begins with {@code #!}
     * @param path where {@code env} looks for programs; empty where that is not known
     */
    static @Nullable String problem(String first, String path) {
        String[] words = first.substring(2).strip().split("\\s+", 2);
        if (words[0].isEmpty()) {
            return "whose first line, #!, names no interpreter; write one like #!/bin/sh";
        }
        if (first.endsWith("\r")) {
            return "whose lines end with CR LF: to the system the CR is a part of its first line, and no interpreter is"
                    + " called so; save it with LF alone, by dos2unix for one";
        }
        if (!words[0].matches("/[!-~]*")) {
            return null;
        }
        String found = problem(words[0]);
        if (found != null) {
            return found;
        }
        return words.length > 1 && words[0].endsWith("/" + ENV) ? ofEnv(words[1], path) : null;
    }

    private static @Nullable String problem(String name) {
        File file = new File(name);
        String what = "whose first line names the interpreter " + name + ", which ";
        if (!file.exists()) {
            return what + "does not exist; install it, or change that line";
        } else if (file.isDirectory()) {
            return what + "is a directory; change that line";
        } else if (!file.canExecute()) {
            return what + "is not executable; `chmod +x` makes it so, or change that line";
        }
        return null;
    }

    /** @param argument all that follows {@code env}: Linux passes it on as one word */
    private static @Nullable String ofEnv(String argument, String path) {
        boolean splits = argument.startsWith(SPLIT);
        String rest = splits ? argument.substring(SPLIT.length()).strip() : argument;
        if (!rest.matches("[\\w./+][\\w./+ \t-]*")) {
            return null; // options, variables, quotes: env's own affair
        }
        String name = rest.split("\\s+", 2)[0];
        if (!splits && !name.equals(rest) && new File("/proc/self").exists()) {
            return "whose first line has env look for a program that is called `" + rest
                    + "`, as Linux passes on all behind the interpreter as one word; write `env -S " + rest + "`";
        }
        if (name.contains("/")) {
            return name.startsWith("/") ? problem(name) : null;
        }
        return isMissing(name, path)
                ? "whose first line has env look for the interpreter " + name
                        + ", which is not on the PATH; install it, or change that line"
                : null;
    }

    /** Whether it is in none of the directories; in one that depends on the working directory it may be. */
    private static boolean isMissing(String name, String path) {
        List<String> entries = List.of(path.split(":", -1));
        return entries.stream().allMatch(entry -> entry.startsWith("/"))
                && entries.stream().noneMatch(entry -> isProgram(new File(entry, name)));
    }

    private static boolean isProgram(File file) {
        return file.isFile() && file.canExecute();
    }
}
