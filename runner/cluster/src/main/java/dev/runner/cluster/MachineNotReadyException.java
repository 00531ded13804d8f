package dev.runner.cluster;

import java.util.List;

/** The machine does not have what a cluster needs; nothing was started. Each problem is one line with its remedy. */
public final class MachineNotReadyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public MachineNotReadyException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public MachineNotReadyException(String problem, Throwable cause) {
        super(problem, cause);
        this.problems = List.of(problem);
    }

    /** At least one. */
    public List<String> problems() {
        return problems;
    }
}
