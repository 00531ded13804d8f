package dev.runner.cluster.jvm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes an archive of the classes that a list names. None of the program's own code runs in it.
 *
 * @param program the JVM, its decisive options, and the class path
 * @param list of JVMs that were started with {@code -XX:DumpLoadedClassList}
 */
record ClassListArchiveBuild(List<String> program, StartArchive archive, Path list) implements StartArchiveBuild {
    ClassListArchiveBuild {
        program = List.copyOf(program);
    }

    @Override
    public List<String> command(Path made, Path scratch) {
        List<String> command = new ArrayList<>(program);
        command.add(1, "-Xshare:dump");
        command.add(2, "-XX:SharedClassListFile=" + list);
        command.add(3, "-XX:SharedArchiveFile=" + made);
        return command;
    }
}
