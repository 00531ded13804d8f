package dev.runner.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Test classes of one JVM that name the same cluster share it. The first of them starts it; it is stopped when the last
 * test of the JVM has run. What it is stands in {@link LocalCluster} beside it, the same for all of them.
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
 * <p>The classes see what the others have done to it, so they should leave it as they found it ({@link
 * Cluster#heal()}).
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(LocalClusterExtension.class)
public @interface SharedCluster {
    /** Its name. */
    String value();
}
