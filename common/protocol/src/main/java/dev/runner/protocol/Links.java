package dev.runner.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline's output events go. Of several links that match an event, the first one carries it.
 *
 * @param version grows with every change; a worker ignores an older one than it has
 */
public record Links(Long version, List<Link> links) {

    public Links(@Nullable Long version, @Nullable List<Link> links) {
        this.version = FieldValidation.required("links.version", version);
        this.links = List.copyOf(FieldValidation.required("links.links", links));
    }
}
