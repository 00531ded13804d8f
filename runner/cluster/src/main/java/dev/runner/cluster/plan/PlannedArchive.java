package dev.runner.cluster.plan;

import dev.runner.cluster.jvm.ClassPathArchive;
import org.jspecify.annotations.Nullable;

/**
 * The start archive that a member wants.
 *
 * @param archive need not have been made yet; null where there can be none on this machine
 * @param reason why there can be none
 */
public record PlannedArchive(@Nullable ClassPathArchive archive, String reason) {
    /** For people: the file, or what will become of it. */
    String describe() {
        return archive == null ? "none: " + reason : archive.describe();
    }
}
