package dev.runner.worker.exchange;

import dev.runner.worker.pipeline.OutboxBatch;
import java.util.concurrent.CompletableFuture;

/** Calls another worker. */
public interface ExchangeClient {

    /**
     * The result of a delivery.
     *
     * @param accepted how many events the target has taken, from the first on
     * @param refused whether it rejects them as such, however often they are sent
     * @param problem why it has not taken all of them
     */
    record Outcome(int accepted, boolean refused, String problem) {

        public static Outcome accepted(int count) {
            return new Outcome(count, false, "");
        }

        public static Outcome refused(String why) {
            return new Outcome(0, true, why);
        }

        public static Outcome failed(String why) {
            return new Outcome(0, false, why);
        }
    }

    /** Sends a delivery. Never blocks and never fails: the outcome has the problem. */
    CompletableFuture<Outcome> deliver(OutboxBatch delivery);
}
