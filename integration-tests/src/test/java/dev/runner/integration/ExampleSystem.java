package dev.runner.integration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runner.junit.LocalClusterExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One of the examples, as {@code runner init} writes it to a new directory. Skips the class if this machine lacks what
 * the example needs.
 *
 * @param spec the path of its spec
 * @param program the program that must be installed
 * @param jars whether it needs the jars of its pom.xml
 */
record ExampleSystem(Sandbox sandbox, String name, Path spec, String program, boolean jars)
        implements BeforeAllCallback {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static ExampleSystem of(String name, String program) {
        Sandbox sandbox = newSandbox();
        return new ExampleSystem(sandbox, name, sandbox.directory().resolve(name + ".yaml"), program, false);
    }

    /** An example with the jars of its pom.xml, in its own directory. */
    static ExampleSystem ofWithJars(String name, String program) {
        Sandbox sandbox = newSandbox();
        return new ExampleSystem(
                sandbox, name, sandbox.directory().resolve(name).resolve(name + ".yaml"), program, true);
    }

    private static Sandbox newSandbox() {
        try {
            return new Sandbox(UnpackedRelease.shared());
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory can be made", e);
        }
    }

    /** A cluster of the example; must be registered after this. */
    LocalClusterExtension cluster() {
        return LocalClusterExtension.builder().spec(spec).timeout(PATIENCE).build();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        // Closed after the cluster, whose spec and jars it contains.
        context.getStore(Namespace.create(ExampleSystem.class)).put(name, sandbox);
        boolean installed = Stream.of("/usr/bin/", "/usr/sbin/", "/usr/local/bin/", "/bin/")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder + program)));
        assumeTrue(installed, program + " is not installed");
        sandbox.run("init", name).expect(0);
        if (jars) {
            CompletedCommand maven = sandbox.startIn(
                            sandbox.directory(),
                            Map.of(),
                            List.of("mvn", "-B", "-q", "-f", name + "/pom.xml", "package"))
                    .finish(PATIENCE);
            assumeTrue(maven.exitCode() == 0, "Maven cannot bring the jars here: " + maven.out());
        }
    }
}
