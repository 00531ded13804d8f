package dev.runner.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Registers a worker with the coordinator.
 *
 * @param workerId its name, stable across restarts: registering again replaces the former incarnation
 * @param address URL at which the coordinator calls it, e.g. {@code http://127.100.0.1:28080}
 * @param apiKey the worker's own key, which the coordinator sends when it calls the worker; null if it has none
 * @param capacity its capacity
 * @param exchangePort the port for events from other workers, at the address from which this request comes; null if
 *     there is none
 * @param instance unique to the process: distinguishes a repeated registration of the same process, after a restart of
 *     the coordinator, from one of its successor; null counts as a new process
 * @param pipelines what it already runs for a coordinator; null for none
 * @param kept deployments of earlier processes of this worker that it has the last state of, because no coordinator
 *     took it when they ended; null for none
 * @param started when the process started, in milliseconds since 1970: a request of an earlier process may arrive after
 *     one of its successor; null if unknown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RegisterRequest(
        @JsonProperty("worker_id") String workerId,
        String address,
        @JsonProperty("api_key") @Nullable String apiKey,
        Capacity capacity,
        @JsonProperty("exchange_port") @Nullable Integer exchangePort,
        @Nullable String instance,
        @Nullable List<PipelineView> pipelines,
        @Nullable List<PipelineView> kept,
        @Nullable Long started) {

    public RegisterRequest(
            @Nullable String workerId,
            @Nullable String address,
            @Nullable String apiKey,
            @Nullable Capacity capacity,
            @Nullable Integer exchangePort,
            @Nullable String instance,
            @Nullable List<PipelineView> pipelines,
            @Nullable List<PipelineView> kept,
            @Nullable Long started) {
        this.workerId = WorkerIdRule.checked(workerId);
        this.address = FieldValidation.requiredText("address", address);
        this.apiKey = FieldValidation.optionalLine("api_key", apiKey);
        this.capacity = FieldValidation.required("capacity", capacity);
        this.exchangePort = exchangePort;
        this.instance = FieldValidation.optionalLine("instance", instance);
        this.pipelines = pipelines == null ? null : List.copyOf(pipelines);
        this.kept = kept == null ? null : List.copyOf(kept);
        this.started = started;
        if (exchangePort != null && (exchangePort < 1 || exchangePort > 65535)) {
            throw new IllegalArgumentException("exchange_port must be a port (1 to 65535), but is " + exchangePort);
        }
    }

    /** Creates the request of a worker that runs nothing yet. */
    public RegisterRequest(
            @Nullable String workerId,
            @Nullable String address,
            @Nullable String apiKey,
            @Nullable Capacity capacity,
            @Nullable Integer exchangePort) {
        this(workerId, address, apiKey, capacity, exchangePort, null, null, null, null);
    }

    /** Creates the request of a worker that has kept no state. */
    public RegisterRequest(
            @Nullable String workerId,
            @Nullable String address,
            @Nullable String apiKey,
            @Nullable Capacity capacity,
            @Nullable Integer exchangePort,
            @Nullable String instance,
            @Nullable List<PipelineView> pipelines) {
        this(workerId, address, apiKey, capacity, exchangePort, instance, pipelines, null, null);
    }

    /** Copies the request with the pipelines that the worker is running. */
    public RegisterRequest running(List<PipelineView> now) {
        return new RegisterRequest(workerId, address, apiKey, capacity, exchangePort, instance, now, kept, started);
    }

    /** Omits the key, which must not appear in logs. */
    @Override
    public String toString() {
        return "RegisterRequest[" + workerId + " at " + address + "]";
    }
}
