package dev.runner.junit;

import dev.runner.cluster.spec.SpecFile;
import dev.runner.cluster.spec.SpecLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * The source of a spec: a file or a text; if both are null, the default cluster.
 *
 * @param label the name of the text in messages
 */
record SpecSource(@Nullable Path file, @Nullable String text, String label) {
    static final SpecSource DEFAULT = new SpecSource(null, null, "default");

    static SpecSource of(Path file) {
        return new SpecSource(file.toAbsolutePath(), null, file.toString());
    }

    static SpecSource of(String yaml) {
        return new SpecSource(null, yaml, "inline spec");
    }

    /**
     * Finds the spec by the name in an annotation: a resource relative to the class or to the root, or a file.
     *
     * @throws ExtensionConfigurationException if there is neither
     */
    static SpecSource named(String name, Class<?> testClass) {
        if (name.isEmpty()) {
            return DEFAULT;
        }
        URL resource = testClass.getResource(name);
        if (resource == null && !name.startsWith("/")) {
            resource = testClass.getResource("/" + name);
        }
        if (resource != null) {
            return of(resource, name);
        }
        Path file = Path.of(name);
        if (!Files.exists(file)) {
            throw new ExtensionConfigurationException("the spec '" + name + "' of " + testClass.getName()
                    + " is neither a resource beside the class or at the root of the class path, nor a file in "
                    + Path.of("").toAbsolutePath());
        }
        return of(file);
    }

    private static SpecSource of(URL resource, String name) {
        try {
            if (resource.getProtocol().equals("file")) {
                // As a file, so that relative paths in it can be resolved.
                return of(Path.of(resource.toURI()));
            }
            try (InputStream in = resource.openStream()) {
                return new SpecSource(null, new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the spec " + resource + " cannot be read", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has an invalid URL: " + resource, e);
        }
    }

    /** @throws dev.runner.cluster.spec.SpecException if the spec has mistakes */
    SpecFile load() {
        Path here = Path.of("").toAbsolutePath();
        if (file != null) {
            return SpecLoader.load(file);
        }
        return text == null ? SpecLoader.defaultCluster(here) : SpecLoader.parse(text, label, here, "test");
    }
}
