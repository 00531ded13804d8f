package dev.runner.cluster.spec;

import dev.runner.util.FileFailure;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads specs. Every mistake that can be found is reported at once, with its line. */
public final class SpecLoader {
    /** A spec is written by hand; what is larger is another file. */
    private static final int LARGEST_FILE = 1 << 20;

    private static final String DEFAULT_CLUSTER = "default.yaml";

    /** What names it. */
    private static final Set<String> STANDARD_INPUT = Set.of("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0");

    /** The name of a cluster whose spec has no name and no file. */
    private static final String UNNAMED = "cluster";

    private SpecLoader() {}

    /**
     * Reads a spec from a file; relative paths in it start from the file's directory.
     *
     * @param file {@code -} for standard input; what comes from there, or from a descriptor as {@code <(...)} of a
     *     shell does, is in no directory: relative paths start from the current one
     * @throws SpecException for a file that cannot be read, and for mistakes in it
     */
    public static SpecFile load(Path file) {
        if (STANDARD_INPUT.contains(file.toString())) {
            byte[] bytes = read(file, new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
            return parse(
                    decode(bytes, "standard input"),
                    "standard input",
                    Path.of("").toAbsolutePath(),
                    UNNAMED);
        }
        byte[] bytes = read(file, null);
        if (isDescriptor(file)) {
            return parse(
                    decode(bytes, file.toString()), file.toString(), Path.of("").toAbsolutePath(), UNNAMED);
        }
        Path directory =
                Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
        return parse(decode(bytes, file.toString()), file.toString(), directory, name);
    }

    /**
     * The cluster of {@code runner up} without a file: a coordinator and a worker on every host.
     *
     * @param directory what relative paths would start from
     */
    public static SpecFile defaultCluster(Path directory) {
        return parse(defaultClusterText(), DEFAULT_CLUSTER, directory.toAbsolutePath(), "default");
    }

    /** The text of the default cluster's spec, with its comments. */
    public static String defaultClusterText() {
        try (InputStream in = SpecLoader.class.getResourceAsStream("/dev/runner/cluster/" + DEFAULT_CLUSTER)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("this jar does not hold the default cluster", e);
        }
    }

    /**
     * Reads a spec from its text.
     *
     * @param label how messages name the text
     * @param directory what relative paths start from
     * @param defaultName the name of a cluster without one; what is no letter or digit in it becomes a dash
     * @throws SpecException for mistakes in it
     */
    public static SpecFile parse(String text, String label, Path directory, String defaultName) {
        SpecProblemCollector problems = new SpecProblemCollector(label);
        MappingNode root = YamlParser.parse(text, problems);
        YamlRecordBinder binder = new YamlRecordBinder(problems);
        ClusterSpec spec = binder.bind(ClusterSpec.class, root, "");
        if (spec != null) {
            Map<String, Node> places = binder.places();
            SpecChecks.run(spec, places, problems);
        }
        problems.throwIfAny();
        ClusterSpec whole = Objects.requireNonNull(spec, "a spec without mistakes is there");
        String name = whole.name() == null ? nameFrom(defaultName) : whole.name();
        return new SpecFile(label, directory, whole.withName(name));
    }

    private static String nameFrom(String fileName) {
        String name = fileName.replaceAll("[^A-Za-z0-9_-]+", "-").replaceFirst("^[-_]+", "");
        return name.isEmpty() ? "cluster" : name.substring(0, Math.min(63, name.length()));
    }

    private static boolean isDescriptor(Path file) {
        return file.startsWith("/dev/fd") || file.toString().matches("/proc/(self|\\d+)/fd/\\d+");
    }

    private static byte[] read(Path file, @Nullable InputStream opened) {
        if (opened == null && Files.isDirectory(file)) {
            throw unreadable(file, "is a directory; name the spec file in it");
        }
        try (InputStream in = opened == null ? Files.newInputStream(file) : opened) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw unreadable(file, "is larger than 1 MiB; that is not a spec");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            if (isDescriptor(file)) {
                throw unreadable(
                        file,
                        "is not open here; with --detach descriptors 3 to 9 are not: use -f - for standard input");
            }
            throw unreadable(
                    file,
                    "does not exist; name a spec file; docs/spec.md says how to write one, "
                            + "and `runner init` writes some");
        } catch (AccessDeniedException e) {
            throw unreadable(file, "may not be read; check its permissions");
        } catch (IOException e) {
            throw unreadable(file, "cannot be read: " + FileFailure.reason(e));
        }
    }

    private static String decode(byte[] bytes, String label) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new SpecException(
                    List.of(new SpecProblem(label, line, 1, "the file is not UTF-8; save it as UTF-8")));
        }
    }

    private static SpecException unreadable(Path file, String what) {
        return new SpecException(List.of(new SpecProblem("", 0, 0, file + " " + what)));
    }
}
