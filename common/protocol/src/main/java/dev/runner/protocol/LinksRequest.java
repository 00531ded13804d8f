package dev.runner.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A running pipeline's output events are to go elsewhere from now on.
 *
 * @param epoch of the deployment that is meant
 */
public record LinksRequest(Long epoch, Links links) {

    public LinksRequest(@Nullable Long epoch, @Nullable Links links) {
        this.epoch = FieldValidation.required("epoch", epoch);
        this.links = FieldValidation.required("links", links);
    }
}
