package dev.runner.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Changes where a running pipeline's output events go.
 *
 * @param epoch the epoch of the deployment that this is for
 */
public record LinksRequest(Long epoch, Links links) {

    public LinksRequest(@Nullable Long epoch, @Nullable Links links) {
        this.epoch = FieldValidation.required("epoch", epoch);
        this.links = FieldValidation.required("links", links);
    }
}
