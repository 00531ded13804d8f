package dev.runner.service;

import dev.runner.util.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of {@code --storage}. */
public final class StorageDirectory {

    private StorageDirectory() {}

    /**
     * Creates the directory, unless it is there.
     *
     * @throws IOException with a message for the user
     */
    public static void create(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new IOException(
                    "the directory " + directory + " cannot be created: " + FileFailure.reason(e)
                            + "; choose another --storage",
                    e);
        }
    }
}
