package dev.runner.cluster.plan;

import dev.runner.cluster.jvm.ClassPathArchiveLocator;
import java.nio.file.Path;
import java.util.Map;

/** What looks at this machine for a plan, shared by all members so that nothing is looked up twice. */
record PlanResolvers(
        ProgramResolver programs,
        ClassPathResolver classPath,
        UserAccountResolver accounts,
        ClassPathArchiveLocator archives,
        TemporaryDirectories temporary) {
    /**
     * For one cluster.
     *
     * @param specDirectory what relative paths start from
     * @param clusterDirectory absolute; need not exist
     */
    static PlanResolvers of(Path specDirectory, Path clusterDirectory, Map<String, String> environment) {
        return new PlanResolvers(
                new ProgramResolver(specDirectory),
                new ClassPathResolver(specDirectory),
                new UserAccountResolver(),
                new ClassPathArchiveLocator(environment),
                TemporaryDirectories.of(clusterDirectory, environment));
    }
}
