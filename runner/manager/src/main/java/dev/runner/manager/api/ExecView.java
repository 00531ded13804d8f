package dev.runner.manager.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to run a command as a member would run it: the answer to {@code GET /api/v1/members/NAME/exec}.
 *
 * @param environment the member's, without what tells its own processes from others; it may hold secrets
 * @param directory the member's working directory, absolute
 * @param prefix words to put before the command, such as those that change the user; usually none
 */
public record ExecView(Map<String, String> environment, String directory, List<String> prefix) {
    public ExecView {
        environment = Map.copyOf(environment);
        prefix = List.copyOf(prefix);
    }

    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("directory", directory);
        json.put("prefix", prefix);
        json.put("environment", environment);
        return json;
    }

    static ExecView fromJson(JsonObject json) {
        return new ExecView(json.object("environment").texts(), json.text("directory"), json.textList("prefix"));
    }

    /** Without the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "ExecView[" + directory + "]";
    }
}
