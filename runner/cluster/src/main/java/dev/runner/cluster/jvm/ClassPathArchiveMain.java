package dev.runner.cluster.jvm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** The process that makes the start archive of a class path. Why it could not is in the archive's directory. */
final class ClassPathArchiveMain {
    private ClassPathArchiveMain() {}

    /**
     * Makes it and ends.
     *
     * @param args its directory, and the program of {@link ClassPathArchive}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        var program = Arrays.asList(args).subList(1, args.length);
        new ClassPathArchive(program, new ArchiveDirectory(Path.of(args[0])), true).make();
    }
}
