package dev.runner.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a cluster of real processes on this machine before the tests of a class, and stops it after them. Test
 * methods, lifecycle methods and constructors receive it as a parameter of type {@link Cluster}, its members as {@link
 * Member}.
 *
 * <pre>{@code
 * @LocalCluster(hosts = 4)
 * class FailoverTest {
 *     @Test
 *     void eventsFlowAgainAfterAWorkerDies(Cluster cluster, @OfMember("worker-1") Member survivor) {
 *         cluster.member("worker-2").kill();
 *         survivor.http().await("/health", answer -> answer.status() == 200);
 *     }
 * }
 * }</pre>
 *
 * <p>Without a {@link #spec} it is the default cluster of {@code runner up}: a coordinator, and a worker on each host.
 * The tests start when all members are ready. Each cluster has its own network, so classes can run in parallel, in one
 * JVM or in several. If the JVM is killed, its clusters end with it.
 *
 * <p>Subclasses and {@code @Nested} classes inherit the annotation, and it can be a meta-annotation. {@link
 * LocalClusterExtension#builder()} offers more settings.
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(LocalClusterExtension.class)
public @interface LocalCluster {
    /** The number of hosts, 1 to 254; 0 for the number in the spec (4 in the default cluster). */
    int hosts() default 0;

    /**
     * The spec of the cluster. It is a class path resource, relative to the test class ({@code cluster.yaml}) or to the
     * root ({@code /zookeeper/cluster.yaml}); if there is none, a file relative to the working directory ({@code
     * src/test/cluster.yaml}). Empty for the default cluster.
     */
    String spec() default "";

    /** Whether each test method gets its own cluster. */
    boolean perMethod() default false;

    /**
     * The time that the cluster may take to become ready, such as {@code 90s}, {@code 500ms} or {@code 2m}. If empty,
     * only the timeouts in the spec apply (60 s for each member by default).
     */
    String timeout() default "";

    /** Whether to keep logs, timeline and report of tests that pass, too. */
    boolean keepLogs() default false;

    /**
     * Whether the test and the other members continue when a member fails. Otherwise such a failure stops the cluster
     * and fails the running test at once.
     */
    boolean keepGoing() default false;

    /**
     * Whether all members run when a test starts. Members that an earlier test paused, stopped, killed or let fail are
     * resumed or started again before it, unless another test is using the cluster. Turn this off for ordered tests
     * that build on each other.
     */
    boolean heal() default true;
}
