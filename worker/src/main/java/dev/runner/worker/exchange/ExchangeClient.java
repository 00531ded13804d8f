package dev.runner.worker.exchange;

import dev.runner.worker.pipeline.OutboxDelivery;
import java.util.concurrent.CompletableFuture;

/** The call to another worker. */
public interface ExchangeClient {

    /**
     * What became of a delivery.
     *
     * @param accepted how many events, from the first on, the target has
     * @param refused whether it will not take them as they are, however often they are sent
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

    /** Sends; never waits and never fails: what went wrong is in the outcome. */
    CompletableFuture<Outcome> deliver(OutboxDelivery delivery);
}
