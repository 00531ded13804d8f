package dev.runner.cluster.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The files of one member's log: {@code MEMBER.log}, and {@code MEMBER.log.1} and so on for what was rotated away, the
 * newest first. A file is known by its key (device and inode), as its name changes.
 */
record RotatedLogFiles(Path log) {
    /** The file of an age, 0 for the one that is being written. */
    Path at(int age) {
        return age == 0 ? log : log.resolveSibling(log.getFileName() + "." + age);
    }

    /** Asked again and again of members that have not written anything: without an exception for "no". */
    boolean exists(int age) {
        return at(age).toFile().exists();
    }

    /** Null where there is no file of that age. */
    @Nullable Object keyAt(int age) throws IOException {
        try {
            return Files.readAttributes(at(age), BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            // Not there (yet, or any more): that is the answer.
            return null;
        }
    }

    /** The size of the file of an age in bytes; 0 where there is none. */
    long size(int age) throws IOException {
        try {
            return Files.size(at(age));
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /**
     * The age of a file now; -1 when it was deleted. While one rotation renames the files, the oldest first, one age is
     * without a file; ages only grow, so that looking upwards misses none.
     */
    int ageOf(Object key) throws IOException {
        int holes = 0;
        for (int age = 0; holes < 2; age++) {
            Object found = keyAt(age);
            if (key.equals(found)) {
                return age;
            }
            holes = found == null ? holes + 1 : 0;
        }
        return -1;
    }

    /** The greatest age; 0 also when there is no file at all. */
    int oldest() {
        int oldest = 0;
        int holes = 0;
        for (int age = 0; holes < 2; age++) {
            boolean exists = exists(age);
            holes = exists ? 0 : holes + 1;
            oldest = exists ? age : oldest;
        }
        return oldest;
    }
}
