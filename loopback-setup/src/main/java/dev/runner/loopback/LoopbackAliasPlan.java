package dev.runner.loopback;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan to add or remove aliases, to be shown before it is run.
 *
 * @param explanation one line for the user, even if there is nothing to do
 * @param staged a file to write before the commands, which install it; null if there is none
 * @param steps the commands, in order
 */
public record LoopbackAliasPlan(
        String explanation, @Nullable StagedFile staged, List<Step> steps) {
    public LoopbackAliasPlan {
        steps = List.copyOf(steps);
    }

    /** A file in the user's state directory. */
    public record StagedFile(Path path, String content) {}

    /**
     * One command, which starts with {@code sudo}.
     *
     * @param adds the address that the command assigns; null for none
     * @param removes the address that the command removes; null for none
     * @param mayFail whether the plan continues if the command fails
     */
    public record Step(
            List<String> command,
            @Nullable String adds,
            @Nullable String removes,
            boolean mayFail) {
        public Step {
            command = List.copyOf(command);
        }

        static Step add(String address) {
            return new Step(addCommand(address), address, null, false);
        }

        static Step remove(String address) {
            return new Step(List.of("sudo", "ifconfig", "lo0", "-alias", address), null, address, false);
        }

        static Step other(String... command) {
            return new Step(List.of(command), null, null, false);
        }

        static Step thatMayFail(String... command) {
            return new Step(List.of(command), null, null, true);
        }
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }

    public List<List<String>> commands() {
        return steps.stream().map(Step::command).toList();
    }

    /** Uses the netmask of one host, as ifconfig(8) demands for an alias in the subnet of another address. */
    static List<String> addCommand(String address) {
        return List.of("sudo", "ifconfig", "lo0", "alias", address, "netmask", "255.255.255.255");
    }

    static LoopbackAliasPlan nothing(String explanation) {
        return new LoopbackAliasPlan(explanation, null, List.of());
    }
}
