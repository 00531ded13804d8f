package dev.runner.protocol;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rule for a worker's id, which is part of URLs and directory names. */
public final class WorkerIdRule {

    private static final int MAX_LENGTH = 128;
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private WorkerIdRule() {}

    /**
     * Returns the id if it is valid.
     *
     * @throws IllegalArgumentException with a message for the user otherwise
     */
    public static String checked(@Nullable String id) {
        String given = FieldValidation.requiredText("worker_id", id);
        if (given.length() > MAX_LENGTH || !ALLOWED.matcher(given).matches()) {
            throw new IllegalArgumentException("worker_id must be at most " + MAX_LENGTH
                    + " letters, digits, '.', '_' or '-', and begin with a letter or digit");
        }
        return given;
    }
}
