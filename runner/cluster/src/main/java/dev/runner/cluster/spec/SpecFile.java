package dev.runner.cluster.spec;

import java.nio.file.Path;

/**
 * A spec and where it came from.
 *
 * @param label how messages name the file: as the user wrote it
 * @param directory what relative paths in the spec start from, absolute
 */
public record SpecFile(String label, Path directory, ClusterSpec spec) {
    /** The cluster's name. */
    public String name() {
        String name = spec.name();
        if (name == null) {
            throw new IllegalStateException("a spec that was loaded has a name");
        }
        return name;
    }

    /** The same cluster under another name. */
    public SpecFile renamed(String name) {
        return new SpecFile(label, directory, spec.withName(name));
    }
}
