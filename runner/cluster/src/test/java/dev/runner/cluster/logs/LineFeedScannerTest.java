package dev.runner.cluster.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F10")
class LineFeedScannerTest {
    @Test
    void findsTheSameAsAPlainLoop() {
        Random random = new Random(1);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int i = random.nextInt(3); i < bytes.length; i += 1 + random.nextInt(30)) {
                bytes[i] = '\n';
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);

            assertThat(LineFeedScanner.indexIn(bytes, from, to)).isEqualTo(plain(bytes, from, to));
        }
    }

    @Test
    void isNotMisledByBytesThatDifferInOneBit() {
        byte[] bytes = {0x0b, 0x0b, 0x0b, (byte) 0x8a, 0x0b, 0x0a, 0x0b, 0x0b};

        assertThat(LineFeedScanner.indexIn(bytes, 0, bytes.length)).isEqualTo(5);
    }

    @Test
    void findsThePlaceBehindTheLastOne() {
        byte[] bytes = {'\n', 'a', '\n', '\n', 'b'};

        assertThat(LineFeedScanner.indexAfterLast(bytes, 0, 5)).isEqualTo(4);
        assertThat(LineFeedScanner.indexAfterLast(bytes, 0, 4)).isEqualTo(4);
        assertThat(LineFeedScanner.indexAfterLast(bytes, 0, 2)).isEqualTo(1);
        assertThat(LineFeedScanner.indexAfterLast(bytes, 1, 2)).isEqualTo(1);
        assertThat(LineFeedScanner.indexAfterLast(bytes, 4, 5)).isEqualTo(4);
    }

    private static int plain(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
