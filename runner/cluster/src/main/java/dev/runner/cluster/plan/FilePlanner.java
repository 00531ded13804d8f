package dev.runner.cluster.plan;

import dev.runner.cluster.spec.FileMode;
import dev.runner.cluster.spec.FileRule;
import dev.runner.cluster.template.TemplateText;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills in the files of one member. */
final class FilePlanner {
    private static final FileMode READABLE = new FileMode(0644);

    private static final long LARGEST_TEMPLATE = 16L << 20;

    private final SpecTextRenderer texts;
    private final Path specDirectory;
    private final Map<String, Object> values;

    FilePlanner(SpecTextRenderer texts, Path specDirectory, Map<String, Object> values) {
        this.texts = texts;
        this.specDirectory = specDirectory;
        this.values = values;
    }

    List<PlannedFile> plan(Map<String, FileRule> rules) {
        List<PlannedFile> files = new ArrayList<>();
        rules.forEach((path, rule) -> {
            PlannedFile file = plan("files." + path, Path.of(path).normalize().toString(), rule);
            if (file != null) {
                files.add(file);
            }
        });
        return List.copyOf(files);
    }

    /** Null after a mistake, which ends the plan anyway. */
    private @Nullable PlannedFile plan(String key, String path, FileRule rule) {
        FileMode mode = rule.mode();
        if (rule.text() != null) {
            return new PlannedFile(path, texts.render(key, rule.text(), values), null, mode == null ? READABLE : mode);
        }
        TemplateText from = rule.from();
        return from == null ? null : copy(key, path, from, rule.template(), mode);
    }

    private @Nullable PlannedFile copy(
            String key, String path, TemplateText from, boolean template, @Nullable FileMode mode) {
        Path source = specDirectory.resolve(texts.render(key, from, values)).normalize();
        try {
            if (Files.isDirectory(source)) {
                throw new IOException("is a directory; name the files in it");
            }
            if (Files.exists(source) && !Files.isRegularFile(source)) {
                throw new IOException(
                        "is no regular file (a pipe or a device?), so that reading it may never end;" + " name a file");
            }
            FileMode wanted = mode == null ? FileMode.of(Files.getPosixFilePermissions(source)) : mode;
            if (!Files.isReadable(source)) {
                throw new IOException("may not be read; check its permissions");
            }
            return template
                    ? new PlannedFile(path, render(key, source), null, wanted)
                    : new PlannedFile(path, null, source, wanted);
        } catch (NoSuchFileException e) {
            problem(key, from, source, "does not exist");
        } catch (CharacterCodingException e) {
            problem(key, from, source, "is not UTF-8, so that no templates can be filled in; leave `template` out");
        } catch (IOException e) {
            problem(key, from, source, FileFailure.reason(e));
        }
        return null;
    }

    /** Mistakes are told with the place in that file. */
    private String render(String key, Path source) throws IOException {
        if (Files.size(source) > LARGEST_TEMPLATE) {
            throw new IOException("is larger than 16 MiB, too large for a template; leave `template` out");
        }
        return texts.render(key, new TemplateText(Files.readString(source), source.toString(), 1), values);
    }

    private void problem(String key, TemplateText place, Path source, String what) {
        texts.problem(place, "`" + texts.setting(key) + "` names " + source + ", which " + what);
    }
}
