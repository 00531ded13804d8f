package dev.runner.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline's output events go. The first link that matches an event applies.
 *
 * @param version increases with every change; a worker ignores a version older than its own
 */
public record Links(Long version, List<Link> links) {

    public Links(@Nullable Long version, @Nullable List<Link> links) {
        this.version = FieldValidation.required("links.version", version);
        this.links = List.copyOf(FieldValidation.required("links.links", links));
    }
}
