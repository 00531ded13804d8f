package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker asks to be a member of the cluster.
 *
 * @param workerId its name, kept over restarts: registering again replaces the old incarnation
 * @param address URL at which the coordinator calls it, e.g. {@code http://127.100.0.1:28080}
 * @param apiKey the worker's own key, which the coordinator sends when it calls the worker; null where it has none
 * @param capacity what it can carry
 * @param exchangePort port on which it takes events from other workers, at the address from which this request comes;
 *     null where it has none
 * @param instance made anew for each process, so that a registration that is repeated by the same process (the
 *     coordinator has restarted) is told from one by its successor; null counts as a new process
 * @param pipelines what it already runs for a coordinator; null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegisterRequest(
        @JsonProperty("worker_id") String workerId,
        String address,
        @JsonProperty("api_key") @Nullable String apiKey,
        Capacity capacity,
        @JsonProperty("exchange_port") @Nullable Integer exchangePort,
        @Nullable String instance,
        @Nullable List<PipelineView> pipelines) {

    public RegisterRequest(
            @Nullable String workerId,
            @Nullable String address,
            @Nullable String apiKey,
            @Nullable Capacity capacity,
            @Nullable Integer exchangePort,
            @Nullable String instance,
            @Nullable List<PipelineView> pipelines) {
        this.workerId = WorkerIdRule.checked(workerId);
        this.address = FieldValidation.requiredText("address", address);
        this.apiKey = apiKey;
        this.capacity = FieldValidation.required("capacity", capacity);
        this.exchangePort = exchangePort;
        this.instance = instance;
        this.pipelines = pipelines == null ? null : List.copyOf(pipelines);
        if (exchangePort != null && (exchangePort < 1 || exchangePort > 65535)) {
            throw new IllegalArgumentException("exchange_port must be a port (1 to 65535), but is " + exchangePort);
        }
    }

    /** A worker that runs nothing yet. */
    public RegisterRequest(
            @Nullable String workerId,
            @Nullable String address,
            @Nullable String apiKey,
            @Nullable Capacity capacity,
            @Nullable Integer exchangePort) {
        this(workerId, address, apiKey, capacity, exchangePort, null, null);
    }

    /** The same, with what it runs at this moment. */
    public RegisterRequest running(List<PipelineView> now) {
        return new RegisterRequest(workerId, address, apiKey, capacity, exchangePort, instance, now);
    }

    /** Without the key, which must not reach a log. */
    @Override
    public String toString() {
        return "RegisterRequest[" + workerId + " at " + address + "]";
    }
}
