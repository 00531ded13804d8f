package dev.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseableStackTest {
    private final List<String> given = new ArrayList<>();

    @Test
    void givesBackTheLastFirstAndAllWhateverFails() {
        CloseableStack held = new CloseableStack();
        held.add(() -> given.add("first"));
        held.add(() -> {
            throw new IOException("broken");
        });
        held.add(() -> given.add("last"));

        assertThatThrownBy(held::close).isInstanceOf(IOException.class).hasMessage("broken");

        assertThat(given).containsExactly("last", "first");
    }

    @Test
    void givesBackOnceAndOnlyWhatWasNotHandedOver() throws IOException {
        CloseableStack held = new CloseableStack();
        held.add(() -> given.add("first"));
        held.add(() -> given.add("last"));
        CloseableStack next = held.handOver();

        held.close();
        assertThat(given).isEmpty();

        next.close();
        next.close();
        assertThat(given).containsExactly("last", "first");
    }
}
