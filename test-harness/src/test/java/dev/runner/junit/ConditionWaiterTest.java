package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Waits for conditions: which lines count, how long, and the message of a timeout. */
@Tag("R18")
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConditionWaiterTest {
    @RegisterExtension
    static final LocalClusterExtension CLUSTER = LocalClusterExtension.builder()
            .yaml("members: {echo: {command: 'touch said; echo up; exec tail -n +1 -f said', ready: {log: up}}}")
            .build();

    private static void say(Member member, String text) throws Exception {
        Path said = member.directory().resolve("said");
        Files.writeString(said, text + "\n", java.nio.file.StandardOpenOption.APPEND);
    }

    @AfterEach
    void reset() {
        Awaitility.reset();
    }

    @BeforeAll
    static void linesOfTheStartCountBeforeTheFirstTest(Member echo) {
        assertThat(echo.awaitLog("u.")).isEqualTo("up");
    }

    @Test
    @Order(1)
    void waitsForALine(Member echo) throws Exception {
        Files.createDirectories(echo.directory());
        say(echo, "one two");
        assertThat(echo.awaitLog("t[wx]o$")).isEqualTo("one two");
        assertThat(echo.log().lines()).containsExactly("one two");
        assertThat(echo.log().allLines()).containsExactly("up", "one two");
    }

    @Test
    @Order(2)
    void ignoresLinesOfEarlierTests(Member echo) throws Exception {
        assertThat(echo.log().lines()).isEmpty();
        assertThatThrownBy(() -> echo.awaitLog("two", Duration.ofMillis(50)))
                .isInstanceOf(ConditionTimeoutException.class)
                .hasMessageContaining("echo-0 to write a line with /two/")
                .hasMessageContaining("echo-0 has had no output since the test began");

        say(echo, "a");
        echo.awaitLog("a");
        MemberLog.Place place = echo.log().end();
        say(echo, "b");
        assertThat(echo.awaitLog("a|b", place)).isEqualTo("b");
        assertThat(echo.log().linesAfter(place)).containsExactly("b");
    }

    @Test
    @Order(3)
    void aTimeoutReportsTheLastState(Member echo, Cluster cluster) throws Exception {
        say(echo, "last words");
        echo.awaitLog("words");
        Awaitility.setDefaultTimeout(Duration.ofMillis(70));

        assertThatThrownBy(() -> echo.awaitState(MemberState.FAILED))
                .isInstanceOf(ConditionTimeoutException.class)
                .hasMessageContaining("for echo-0 to be FAILED")
                .hasMessageContaining("echo-0  ready")
                .hasMessageContaining("last words");
        assertThatThrownBy(echo::awaitExit).hasMessageContaining("for echo-0 to end");
        echo.pause();
        assertThatThrownBy(cluster::awaitReady)
                .hasMessageContaining("for the cluster to be ready")
                .hasMessageContaining("echo-0  ready, paused");
        echo.resume();
        assertThatThrownBy(cluster::awaitFormed).hasMessageContaining("has no `formed`");
    }
}
