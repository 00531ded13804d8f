package dev.runner.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a cluster of real processes on this machine for the tests of a class, and stops it after them. Tests,
 * lifecycle methods and constructors take it as a parameter.
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
 * <p>Without {@link #spec} it is the cluster of {@code runner up}: a coordinator, and a worker on each host. The class
 * begins when all members are ready. Each cluster has a network of its own, so that classes may run at the same time,
 * in one JVM or in several. When the JVM is killed, its clusters end with it.
 *
 * <p>It is inherited by subclasses and {@code @Nested} classes, may be put on an annotation of your own, and can be
 * written as {@link LocalClusterExtension#builder()} where more is needed.
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(LocalClusterExtension.class)
public @interface LocalCluster {
    /** How many hosts, 1 to 254; 0 for as many as the spec says (4 in the default cluster). */
    int hosts() default 0;

    /**
     * The spec of the cluster: a resource of the class path, looked for beside the test class first
     * ({@code cluster.yaml}, or {@code /zookeeper/cluster.yaml} from the root), or else a file ({@code
     * src/test/cluster.yaml}, from the working directory). Empty for the default cluster.
     */
    String spec() default "";

    /** Whether each test method gets a cluster of its own. */
    boolean perMethod() default false;

    /**
     * How long the cluster may take until it is ready, such as {@code 90s}, {@code 500ms} or {@code 2m}. Empty where
     * only the time-outs of the spec count (60 s for each member, unless it says something else).
     */
    String timeout() default "";

    /** Whether logs, timeline and report are kept also for tests that pass. */
    boolean keepLogs() default false;

    /**
     * Whether the others go on when a member has failed, and the test too. Otherwise such a failure stops the cluster
     * and fails the running test at once.
     */
    boolean keepGoing() default false;

    /**
     * Whether each test of a class begins with all members running: what an earlier test has paused, stopped, killed or
     * let fail is resumed and started again before it, while no other test uses the cluster. Tests that build on each
     * other, in an order, may want to do without.
     */
    boolean heal() default true;
}
