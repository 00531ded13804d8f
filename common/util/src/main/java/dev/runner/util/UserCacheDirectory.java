package dev.runner.util;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The user's directory for files that can be made again at any time. {@code bin/.launch.sh} follows the same rule, so
 * it is the same on every system, macOS included.
 */
public final class UserCacheDirectory {
    private UserCacheDirectory() {}

    /**
     * {@code MULTIHOST_CACHE_HOME}, otherwise {@code multihost} in {@code XDG_CACHE_HOME} (ignored where it is not
     * absolute, as its specification demands) or in {@code ~/.cache}. It need not exist.
     *
     * @param environment whose {@code HOME} is the home directory
     * @throws IOException if nothing names an absolute path
     */
    public static Path of(Map<String, String> environment) throws IOException {
        String own = environment.getOrDefault("MULTIHOST_CACHE_HOME", "");
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (!own.isEmpty()) {
            return absolute(own);
        }
        if (xdg.startsWith("/")) {
            return Path.of(xdg, "multihost");
        }
        return absolute(home).resolve(".cache").resolve("multihost");
    }

    private static Path absolute(String path) throws IOException {
        if (!path.startsWith("/")) {
            throw new IOException("there is no cache directory: HOME is not set to an absolute path,"
                    + " and neither is MULTIHOST_CACHE_HOME");
        }
        return Path.of(path);
    }
}
