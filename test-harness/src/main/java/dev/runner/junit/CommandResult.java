package dev.runner.junit;

/**
 * The result of a command that {@link Member#exec} ran.
 *
 * @param exitCode as a shell reports it: 128 plus the number of the signal that ended it; 126 or 127 if it cannot be
 *     run
 * @param out its standard output, decoded as UTF-8
 * @param err its standard error, decoded as UTF-8
 */
public record CommandResult(int exitCode, String out, String err) {}
