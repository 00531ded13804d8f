package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The response to a registration.
 *
 * @param status always {@code registered}
 * @param heartbeatIntervalSecs seconds between two heartbeats, with decimals for short intervals in tests
 * @param exchangeKey the key that the workers of this cluster send each other on the exchange; null if there is none
 * @param heartbeatToken what this incarnation shows with its heartbeats, see {@link HeartbeatRequest#TOKEN_HEADER};
 *     null if there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegisterResponse(
        @JsonProperty("worker_id") String workerId,
        String status,
        @JsonProperty("heartbeat_interval_secs") BigDecimal heartbeatIntervalSecs,
        @JsonProperty("exchange_key") @Nullable String exchangeKey,
        @JsonProperty("heartbeat_token") @Nullable String heartbeatToken) {

    public RegisterResponse(
            @Nullable String workerId,
            @Nullable String status,
            @Nullable BigDecimal heartbeatIntervalSecs,
            @Nullable String exchangeKey,
            @Nullable String heartbeatToken) {
        this.workerId = FieldValidation.required("worker_id", workerId);
        this.status = FieldValidation.required("status", status);
        this.heartbeatIntervalSecs = FieldValidation.required("heartbeat_interval_secs", heartbeatIntervalSecs);
        this.exchangeKey = exchangeKey;
        this.heartbeatToken = heartbeatToken;
        if (this.heartbeatIntervalSecs.signum() <= 0) {
            throw new IllegalArgumentException("heartbeat_interval_secs must be positive");
        }
    }

    /** A whole number of seconds is written without decimals: {@code 5}, not {@code 5.000}. */
    public static RegisterResponse registered(
            String workerId,
            Duration heartbeatInterval,
            @Nullable String exchangeKey,
            @Nullable String heartbeatToken) {
        BigDecimal seconds = BigDecimal.valueOf(heartbeatInterval.toMillis(), 3).stripTrailingZeros();
        return new RegisterResponse(
                workerId,
                "registered",
                seconds.scale() < 0 ? seconds.setScale(0) : seconds,
                exchangeKey,
                heartbeatToken);
    }

    /** Omits the secrets, which must not appear in logs. */
    @Override
    public String toString() {
        return "RegisterResponse[" + workerId + "]";
    }

    /** The interval, to the millisecond. */
    public Duration heartbeatInterval() {
        return Duration.ofMillis(heartbeatIntervalSecs.movePointRight(3).longValue());
    }
}
