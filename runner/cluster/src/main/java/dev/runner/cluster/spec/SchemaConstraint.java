package dev.runner.cluster.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a value of a spec may be beyond its type, for the JSON Schema; the code beside it is what refuses the rest. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface SchemaConstraint {
    /** All texts that are allowed; empty for any. */
    String[] values() default {};

    /** A regular expression that the text matches; empty for none. */
    String pattern() default "";

    /** The smallest and the largest number. */
    int min() default Integer.MIN_VALUE;

    int max() default Integer.MAX_VALUE;
}
