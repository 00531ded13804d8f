package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserCacheDirectoryTest {
    @Test
    void ourOwnVariableComesFirstThenXdgThenTheHomeDirectory() throws IOException {
        assertThat(UserCacheDirectory.of(Map.of("HOME", "/h", "XDG_CACHE_HOME", "/x", "MULTIHOST_CACHE_HOME", "/m")))
                .isEqualTo(Path.of("/m"));
        assertThat(UserCacheDirectory.of(Map.of("HOME", "/h", "XDG_CACHE_HOME", "/x", "MULTIHOST_CACHE_HOME", "")))
                .isEqualTo(Path.of("/x/multihost"));
        assertThat(UserCacheDirectory.of(Map.of("HOME", "/h"))).isEqualTo(Path.of("/h/.cache/multihost"));
    }

    @Test
    void ignoresARelativeXdgPath() throws IOException {
        assertThat(UserCacheDirectory.of(Map.of("HOME", "/h", "XDG_CACHE_HOME", "x")))
                .isEqualTo(Path.of("/h/.cache/multihost"));
    }

    @Test
    void refusesToGuess() {
        assertThatThrownBy(() -> UserCacheDirectory.of(Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("MULTIHOST_CACHE_HOME");
        assertThatThrownBy(() -> UserCacheDirectory.of(Map.of("HOME", "/h", "MULTIHOST_CACHE_HOME", "m")))
                .isInstanceOf(IOException.class);
    }
}
