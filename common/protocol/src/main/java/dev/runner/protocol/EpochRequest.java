package dev.runner.protocol;

import org.jspecify.annotations.Nullable;

/** The deployment that a command is for; a worker that has another one refuses it with 409 {@code stale_epoch}. */
public record EpochRequest(Long epoch) {

    public EpochRequest(@Nullable Long epoch) {
        this.epoch = FieldValidation.required("epoch", epoch);
    }
}
