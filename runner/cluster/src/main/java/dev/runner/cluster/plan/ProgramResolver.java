package dev.runner.cluster.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Finds the programs that commands name, before anything is started (row F14). */
final class ProgramResolver {
    private final Path directory;
    private final Map<Request, Path> found = new HashMap<>();

    private record Request(String program, String path) {}

    /**
     * A check.
     *
     * @param directory what relative programs start from
     */
    ProgramResolver(Path directory) {
        this.directory = directory;
    }

    /**
     * The absolute path of a program.
     *
     * @param setting the key that names it, for the message
     * @param path the member's PATH
     * @throws IllegalArgumentException with a message for the user
     */
    Path resolve(String setting, String program, String path) {
        Path known = found.get(new Request(program, path));
        if (known != null) {
            return known;
        }
        Path resolved = program.contains("/") ? file(setting, program) : onPath(setting, program, path);
        String problem = ProgramFile.problem(resolved, path);
        if (problem != null) {
            throw new IllegalArgumentException("`" + setting + "` names `" + program + "`, " + problem);
        }
        found.put(new Request(program, path), resolved);
        return resolved;
    }

    private Path file(String setting, String program) {
        Path file = directory.resolve(program).normalize();
        String place = program.startsWith("/") ? "" : " in " + directory;
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(
                    "`" + setting + "` names `" + program + "`, which does not exist" + place);
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("`" + setting + "` names `" + program + "`, which is a directory");
        }
        if (!Files.isExecutable(file)) {
            throw new IllegalArgumentException(
                    "`" + setting + "` names `" + program + "`, which is not executable; `chmod +x` makes it so");
        }
        return file;
    }

    private static Path onPath(String setting, String program, String path) {
        for (String entry : path.split(":", -1)) {
            Path file = Path.of(entry).resolve(program);
            if (entry.startsWith("/") && Files.isRegularFile(file) && Files.isExecutable(file)) {
                return file;
            }
        }
        throw new IllegalArgumentException(
                "`" + setting + "` names `" + program + "`, which is not on the PATH; install it or give its path");
    }
}
