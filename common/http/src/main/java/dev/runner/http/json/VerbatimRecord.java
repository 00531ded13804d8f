package dev.runner.http.json;

/**
 * A record whose JSON has its components under their own names, {@code lastExit}, and all of them: those that are null
 * too. A script then finds each field in each answer. {@link JsonRecords} writes other records in snake case, without
 * what is null.
 */
public interface VerbatimRecord {}
