package dev.runner.manager.api;

import dev.runner.http.json.JsonRecords;
import java.util.List;
import java.util.Map;

/**
 * What it takes to run a command as a member would run it: the answer to {@code GET /api/v1/members/NAME/exec}.
 *
 * @param directory the member's working directory, absolute
 * @param prefix words to put before the command, such as those that change the user; usually none
 * @param environment the member's, without what tells its own processes from others; it may hold secrets
 */
public record ExecView(String directory, List<String> prefix, Map<String, String> environment) {
    public ExecView {
        JsonRecords.require("directory", directory);
        prefix = List.copyOf(JsonRecords.require("prefix", prefix));
        environment = Map.copyOf(JsonRecords.require("environment", environment));
    }

    /** Without the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "ExecView[" + directory + "]";
    }
}
