package dev.runner.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Which deployment a command is meant for; a worker refuses it with 409 {@code stale_epoch} where it has another one.
 */
public record EpochRequest(Long epoch) {

    public EpochRequest(@Nullable Long epoch) {
        this.epoch = FieldValidation.required("epoch", epoch);
    }
}
