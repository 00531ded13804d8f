package dev.runner.cli;

import dev.runner.cluster.spec.SpecLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The specs that {@code runner init} can write: the shipped default, an almost empty one, and the example systems. */
final class StarterSpecs {
    /** How the files of an example come into the jar: see this module's pom.xml. */
    private static final String EXAMPLES = "/dev/runner/cli/examples/";

    private static final String JARS = "mvn -q -f %s/pom.xml package";

    private static final List<StartSpec> ALL = List.of(
            new StartSpec("default", "the cluster of `runner up`: a coordinator and workers", List.of(), List.of()),
            new StartSpec("blank", "one member, with the keys that are needed most", List.of(), List.of()),
            example("zookeeper", "an ensemble of three ZooKeeper servers", JARS, "pom.xml"),
            example("kafka", "three Kafka nodes, without ZooKeeper", JARS, "pom.xml"),
            example("nats", "three NATS servers with JetStream", "apt-get install nats-server"),
            example(
                    "redis",
                    "a Redis Cluster of three masters and three replicas",
                    "apt-get install redis-server redis-tools"));

    private StarterSpecs() {}

    /**
     * One of them.
     *
     * @param others files that belong to it beside the spec; where there are any, all go into a folder of its name
     * @param before what to do before it can be started, as commands
     */
    record StartSpec(String name, String description, List<String> others, List<String> before) {
        /** Where the spec is written, relative to the current directory. */
        String file() {
            return others.isEmpty() ? name + ".yaml" : name + "/" + name + ".yaml";
        }

        /** The text of the spec, without a line that names a schema. */
        String text() {
            return name.equals("default")
                    ? SpecLoader.defaultClusterText()
                    : resource(name + ".yaml").replaceFirst("^# yaml-language-server:.*\\R", "");
        }

        /** The text of another of its files. */
        String resource(String file) {
            try (InputStream in = StarterSpecs.class.getResourceAsStream(EXAMPLES + name + "/" + file)) {
                return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException("this jar does not hold " + name + "/" + file, e);
            }
        }
    }

    private static StartSpec example(String name, String description, String before, String... others) {
        return new StartSpec(name, description, List.of(others), List.of(before.formatted(name)));
    }

    static List<StartSpec> all() {
        return ALL;
    }

    static List<String> names() {
        return ALL.stream().map(StartSpec::name).toList();
    }

    static Optional<StartSpec> find(String name) {
        return ALL.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }
}
