package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the coordinator has saved of a worker that is about to end. The worker keeps the state of everything that is not
 * in here, or has changed since.
 *
 * @param handedOver the number of pipelines whose state the coordinator has saved
 * @param taken these pipelines
 */
public record HandoverResponse(@JsonProperty("handed_over") int handedOver, List<TakenState> taken) {

    public HandoverResponse(int handedOver, @Nullable List<TakenState> taken) {
        this.handedOver = handedOver;
        this.taken = taken == null ? List.of() : List.copyOf(taken);
    }

    public static HandoverResponse of(List<TakenState> taken) {
        return new HandoverResponse(taken.size(), taken);
    }
}
