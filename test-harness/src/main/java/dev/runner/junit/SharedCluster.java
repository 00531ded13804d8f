package dev.runner.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Shares one cluster between all test classes of a JVM that use the same name. The first of them starts it; it is
 * stopped after the last test of the JVM. Its settings are in a {@link LocalCluster} beside this annotation, which must
 * be the same for all classes; one common annotation ensures that.
 *
 * <pre>{@code
 * @SharedCluster("search")
 * @LocalCluster(spec = "search.yaml")
 * @Retention(RetentionPolicy.RUNTIME)
 * @interface SearchCluster {}
 *
 * @SearchCluster
 * class IndexTest { ... }
 *
 * @SearchCluster
 * class QueryTest { ... }
 * }</pre>
 *
 * <p>Each class sees what the others have done to the cluster, so it should undo its own faults ({@link
 * Cluster#heal()}).
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(LocalClusterExtension.class)
public @interface SharedCluster {
    /** The name of the shared cluster. */
    String value();
}
