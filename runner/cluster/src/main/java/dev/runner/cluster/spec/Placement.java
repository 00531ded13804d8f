package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the members of a kind run.
 *
 * @param coordinator whether there is one member, on the coordinator's address
 * @param ordinals the hosts with a member; null for every host
 */
public record Placement(boolean coordinator, @Nullable List<Integer> ordinals) {
    /** {@code hosts} or {@code coordinator}. */
    @JsonCreator
    @SchemaConstraint(values = {"hosts", "coordinator"})
    public static Placement of(String name) {
        return switch (name) {
            case "hosts" -> new Placement(false, null);
            case "coordinator" -> new Placement(true, null);
            default ->
                throw new IllegalArgumentException("`" + name
                        + "` is not a placement; write hosts, coordinator, or a list of ordinals like [0, 2]");
        };
    }

    /** Chosen hosts. */
    @JsonCreator
    @SchemaConstraint(min = 0, max = 253)
    public static Placement of(List<Integer> ordinals) {
        if (ordinals.isEmpty()) {
            throw new IllegalArgumentException("the list is empty; name at least one host, like [0]");
        }
        if (ordinals.stream().distinct().count() < ordinals.size()) {
            throw new IllegalArgumentException("names a host twice: " + ordinals);
        }
        for (int ordinal : ordinals) {
            if (ordinal < 0 || ordinal > 253) {
                throw new IllegalArgumentException("host " + ordinal + " does not exist: ordinals go from 0 to 253");
            }
        }
        return new Placement(false, List.copyOf(ordinals));
    }
}
