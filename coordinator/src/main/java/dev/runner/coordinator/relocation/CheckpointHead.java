package dev.runner.coordinator.relocation;

import dev.runner.member.json.Json;
import org.jspecify.annotations.Nullable;

/** What the coordinator reads of a checkpoint, which it otherwise passes on as it is. */
public record CheckpointHead(@Nullable Long version) {

    /** Null where there is none, and the next read is one of everything. */
    static @Nullable Long version(byte[] checkpoint) {
        try {
            return Json.read(checkpoint, CheckpointHead.class).version();
        } catch (IllegalArgumentException e) {
            return null; // what the result says
        }
    }
}
