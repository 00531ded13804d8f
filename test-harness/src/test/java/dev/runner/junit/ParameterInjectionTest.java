package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which clusters are started, and which tests get them. */
@Tag("R17")
@Timeout(120)
class ParameterInjectionTest {
    @TempDir
    Path reports;

    @LocalCluster(spec = "sleepers.yaml", hosts = 2)
    static class Everywhere {
        private final Cluster ofConstructor;

        Everywhere(Cluster cluster) {
            ofConstructor = cluster;
        }

        @BeforeAll
        static void all(Cluster cluster) {
            assertThat(cluster.isReady()).isTrue();
        }

        @BeforeEach
        void each(Cluster cluster) {
            assertThat(cluster).isEqualTo(ofConstructor);
        }

        @Test
        void inATest(Cluster cluster, List<Member> members, @OfMember("worker-1") Member one) {
            assertThat(cluster)
                    .isEqualTo(ofConstructor)
                    .hasToString("sleepers on 127." + cluster.network() + ".#.1: worker-0, worker-1");
            assertThat(members).isEqualTo(cluster.members()).hasSize(2).contains(one);
            assertThat(one.name()).isEqualTo("worker-1");
            assertThat(one.address()).isEqualTo(cluster.addresses().get(1));
            assertThat(one.ordinal()).isOne();
            assertThat(one.url(9200)).hasToString("http://" + one.address() + ":9200");
            assertThat(one.state()).isEqualTo(MemberState.READY);
            assertThat(one.pids()).contains(one.pid());
            assertThat(one.starts()).isOne();
            assertThat(one.lastExit()).isEmpty();
            assertThat(cluster.apiKey()).isEmpty();
            assertThat(cluster.isFormed()).isEmpty();
        }

        @AfterEach
        void eachAfter(Cluster cluster, @OfMember("worker-0") Member zero) {
            assertThat(cluster.members()).contains(zero);
        }

        @AfterAll
        static void allAfter(Cluster cluster) {
            assertThat(cluster.hosts()).isEqualTo(2);
        }
    }

    @Test
    void injectsIntoMethodsAndConstructors() {
        EngineRun.of(reports, Everywhere.class).succeeded(1);
        assertThat(reports).isEmptyDirectory();
    }

    @LocalCluster(spec = "sleepers.yaml", hosts = 1)
    @Retention(RetentionPolicy.RUNTIME)
    @interface OneSleeper {}

    private static final Set<Path> SEEN = ConcurrentHashMap.newKeySet();

    @OneSleeper
    static class Composed {
        @Test
        void one(Cluster cluster, Member only) {
            assertThat(only.name()).isEqualTo("worker-0");
            SEEN.add(cluster.directory());
        }

        @Test
        void two(Cluster cluster) {
            SEEN.add(cluster.directory());
        }

        @Nested
        class Inner {
            @Test
            void sameCluster(Cluster cluster) {
                SEEN.add(cluster.directory());
            }
        }
    }

    @Test
    void supportsComposedAnnotationsAndNestedClasses() {
        SEEN.clear();
        EngineRun.of(reports, Composed.class).succeeded(3);
        assertThat(SEEN).hasSize(1).noneMatch(Files::exists);
    }

    @LocalCluster(spec = "sleepers.yaml", hosts = 1, perMethod = true)
    static class PerMethod {
        @BeforeEach
        void each(Member only) {
            assertThat(only.starts()).isOne();
        }

        @Test
        void one(Cluster cluster, Member only) {
            SEEN.add(cluster.directory());
            only.kill();
        }

        @Test
        void two(Cluster cluster, Member only) {
            SEEN.add(cluster.directory());
            only.kill();
        }

        @Nested
        @OneSleeper
        class Inner {
            @Test
            void oneForThisClass(Cluster cluster) {
                SEEN.add(cluster.directory());
            }

            @Test
            void theSame(Cluster cluster) {
                SEEN.add(cluster.directory());
            }
        }
    }

    @Test
    void perMethodGivesEachMethodItsOwnCluster() {
        SEEN.clear();
        EngineRun.of(reports, PerMethod.class).succeeded(4);
        assertThat(SEEN).hasSize(3).noneMatch(Files::exists);
    }

    static class Programmatic {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = LocalClusterExtension.builder()
                .yaml("members: {a: {command: 'echo $COLOUR; exec sleep 600', ready: {log: green}}}")
                .environment("COLOUR", "green")
                .network(233)
                .build();

        @Test
        void one(Cluster cluster, Member only) {
            assertThat(cluster.network()).isEqualTo(233);
            assertThat(only.log().allLines()).containsExactly("green");
            SEEN.add(cluster.directory());
        }

        @Test
        void two(Cluster cluster) {
            SEEN.add(cluster.directory());
        }
    }

    static class InAnInstanceField {
        @RegisterExtension
        final LocalClusterExtension cluster = LocalClusterExtension.builder()
                .spec("dev/runner/junit/sleepers.yaml")
                .hosts(1)
                .build();

        @Test
        void one(Cluster each) {
            SEEN.add(each.directory());
        }

        @Test
        void two(Cluster each) {
            SEEN.add(each.directory());
        }
    }

    @Test
    void theBuilderIsEquivalentToTheAnnotation() {
        SEEN.clear();
        EngineRun.of(reports, Programmatic.class, InAnInstanceField.class).succeeded(4);
        assertThat(SEEN).hasSize(3);
    }

    @LocalCluster(spec = "sleepers.yaml", hosts = 2)
    static class Unknown {
        @Test
        void ofAnnotation(@OfMember("worker-7") Member member) {}

        @Test
        void unsaid(Member member) {}

        @Test
        void operatorActions(Cluster cluster) {
            cluster.member("nobody");
        }

        @Test
        void coordinator(Cluster cluster) {
            cluster.coordinator();
        }
    }

    @LocalCluster(spec = "sleepers.yaml", perMethod = true)
    static class TooEarly {
        TooEarly(Cluster cluster) {}

        @Test
        void test() {}
    }

    @Test
    void namesTheExistingMembersForAnUnknownOne() {
        assertThat(EngineRun.of(reports, Unknown.class).failures())
                .extracting(Throwable::getMessage)
                .satisfiesExactlyInAnyOrder(
                        message -> assertThat(message)
                                .contains("no member 'worker-7'; the members are worker-0, worker-1"),
                        message -> assertThat(message).contains("@OfMember(\"NAME\")", "worker-0, worker-1"),
                        message ->
                                assertThat(message).contains("no member 'nobody'; the members are worker-0, worker-1"),
                        message -> assertThat(message).contains("no coordinator; its members are worker-0, worker-1"));
        assertThat(EngineRun.of(reports, TooEarly.class).failure()).hasMessageContaining("there is none yet");
    }

    @LocalCluster(spec = "nowhere.yaml")
    static class NoSpec {
        @Test
        void test() {}
    }

    @LocalCluster(hosts = 300)
    static class TooMany {
        @Test
        void test() {}
    }

    @LocalCluster(timeout = "soon")
    static class NoTime {
        @Test
        void test() {}
    }

    static class Mistake {
        @RegisterExtension
        static final LocalClusterExtension CLUSTER = LocalClusterExtension.builder()
                .yaml("members: {a: {comand: x}}")
                .build();

        @Test
        void test() {}
    }

    @Test
    void explainsMistakesInSettings() {
        assertThat(EngineRun.of(reports, NoSpec.class).failure())
                .hasMessageContaining("the spec 'nowhere.yaml' of")
                .hasMessageContaining("neither a resource");
        assertThat(EngineRun.of(reports, TooMany.class).failure()).hasMessageContaining("choose 1 to 254");
        assertThat(EngineRun.of(reports, NoTime.class).failure()).hasMessageContaining("`soon` is not a duration");
        assertThat(EngineRun.of(reports, Mistake.class).failure())
                .hasMessageContaining("inline spec:1")
                .hasMessageContaining("did you mean");
    }
}
