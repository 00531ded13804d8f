package dev.runner.manager.api;

import dev.runner.http.json.JsonRecords;
import dev.runner.http.json.VerbatimRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a member is not ready, or not formed, in {@code ps --json}.
 *
 * @param missing {@code started}, {@code ready} or {@code formed}
 * @param reason in one line, for people
 * @param probe what is asked, in short; null where it is not asked
 * @param answer the probe's last one; null where it is not asked
 * @param attempts how often it was asked, or how many lines were looked at
 * @param since when this answer came for the first time, with no other one since; null where it is not asked
 * @param output the end of what a probe's command printed at its last attempt, line by line
 * @param lastLines what the member wrote last, line by line
 */
public record PendingView(
        String missing,
        String reason,
        @Nullable String probe,
        @Nullable String answer,
        int attempts,
        @Nullable Instant since,
        List<String> output,
        List<String> lastLines)
        implements VerbatimRecord {

    public PendingView {
        JsonRecords.require("missing", missing);
        JsonRecords.require("reason", reason);
        output = List.copyOf(JsonRecords.require("output", output));
        lastLines = List.copyOf(JsonRecords.require("lastLines", lastLines));
    }
}
