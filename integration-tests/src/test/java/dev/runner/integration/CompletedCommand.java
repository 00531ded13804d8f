package dev.runner.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** The exit code and the output of a command. */
record CompletedCommand(String command, int exitCode, String out, String err, Duration took) {
    /** Fails with the whole output if the exit code is another one. */
    CompletedCommand expect(int expected) {
        if (exitCode != expected) {
            throw new AssertionError("expected exit code " + expected + " from " + this);
        }
        return this;
    }

    JsonNode json() {
        return JsonTreeReader.parse(out);
    }

    @Override
    public String toString() {
        return "`" + command + "`, which ended with " + exitCode + " after " + took.toMillis() + " ms\n--- stdout\n"
                + out + "--- stderr\n" + err + "---";
    }
}
