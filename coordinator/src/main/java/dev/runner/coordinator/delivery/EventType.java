package dev.runner.coordinator.delivery;

/** The type of an event, with its JSON. Most events of a batch share one. */
public final class EventType {

    private final String name;
    private final byte[] quoted;

    public EventType(String name) {
        this.name = name;
        this.quoted = JsonByteBuilder.quoted(name);
    }

    public String name() {
        return name;
    }

    byte[] quoted() {
        return quoted;
    }

    @Override
    public String toString() {
        return name;
    }
}
