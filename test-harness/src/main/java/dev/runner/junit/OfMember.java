package dev.runner.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the member for a parameter of type {@link Member}: {@code @OfMember("worker-2") Member victim}. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OfMember {
    /** The member's name, as {@code runner ps} shows it. */
    String value();
}
