package dev.runner.cluster.spec;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks where files go: into the member's directory, never out of it, and no two to one place. */
final class FileChecks {
    /** How names begin that the runner uses in a member's directory. */
    static final String OWN = ".multihost-";

    private final SpecChecks.Report report;

    FileChecks(SpecChecks.Report report) {
        this.report = report;
    }

    void run(String path, Map<String, FileRule> files) {
        files.forEach((name, file) -> content(path + "." + name, file));
        places(path, files);
    }

    private void content(String path, FileRule file) {
        boolean text = file.text() != null || report.isWritten(path + ".text");
        boolean from = file.from() != null || report.isWritten(path + ".from");
        if (text == from && !report.hasMistakes(path)) {
            report.at(path, "needs either `text` or `from`, like {text: \"...\", mode: \"0600\"}");
        } else if (file.template() && text && !from) {
            report.at(path + ".template", "goes with `from`; in a `text` templates are always filled in");
        }
    }

    private void places(String path, Map<String, FileRule> files) {
        Map<Path, String> seen = new HashMap<>();
        for (String name : files.keySet()) {
            String place = YamlRecordBinder.keyOf(path + "." + name);
            String mistake = mistake(name);
            if (mistake != null) {
                report.at(place, "`" + name + "` " + mistake);
                continue;
            }
            Path file = Path.of(name).normalize();
            String other = seen.putIfAbsent(file, name);
            if (other != null) {
                report.at(place, "`" + name + "` is the same file as `" + other + "`");
            }
        }
        seen.forEach((file, name) -> {
            for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
                if (seen.containsKey(folder)) {
                    report.at(
                            YamlRecordBinder.keyOf(path + "." + name),
                            "`" + folder + "` is a file already, so it cannot hold `" + name + "`");
                }
            }
        });
    }

    private static @Nullable String mistake(String name) {
        if (name.isBlank() || name.endsWith("/") || name.indexOf('\0') >= 0) {
            return "is not a file name; write one like conf/server.properties";
        }
        if (name.contains("{{")) {
            return "is a template, which a file name cannot be; the file is in the member's own directory anyway";
        }
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            return "cannot be written in the locale of this process; set LC_ALL=C.UTF-8, or write the name in ASCII";
        }
        if (path.isAbsolute()
                || path.normalize().startsWith("..")
                || path.normalize().toString().isEmpty()) {
            return "leads out of the member's directory; write a path within it, like conf/server.properties";
        }
        String last = String.valueOf(path.normalize().getFileName());
        return last.startsWith(OWN) ? "begins with " + OWN + ", which the runner keeps for itself" : null;
    }
}
