package dev.runner.supervisor.process;

import java.util.function.Supplier;

/**
 * A live process (not a zombie) as the process table shows it.
 *
 * @param session 0 where the system does not tell
 * @param startTime when it was started, in whatever unit the system has; with the pid it names a process for good
 * @param cookie the value of {@code MULTIHOST_COOKIE} in its environment, empty where there is none or it cannot be
 *     read; looked up when it is asked for; throws an UncheckedIOException where this process can open no file
 */
record ProcessInfo(long pid, long parent, long group, long session, String startTime, Supplier<String> cookie) {}
