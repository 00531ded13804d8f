package dev.runner.junit;

/**
 * What a command of {@link Member#exec} did.
 *
 * @param exitCode its exit code; 128 and the number where a signal ended it, 126 and 127 as a shell has them
 * @param out what it wrote to its standard output, as UTF-8
 * @param err what it wrote to its standard error
 */
public record CommandResult(int exitCode, String out, String err) {}
