package dev.runner.cluster.plan;

import dev.runner.cluster.jvm.ClassPathArchiveLocator;
import java.nio.file.Path;
import java.util.Map;

/** What looks at this machine for a plan, shared by all members so that nothing is looked up twice. */
record PlanResolvers(
        ProgramResolver programs,
        ClassPathResolver classPath,
        UserAccountResolver accounts,
        ClassPathArchiveLocator archives) {
    /** @param specDirectory what relative paths start from */
    static PlanResolvers of(Path specDirectory, Map<String, String> environment) {
        return new PlanResolvers(
                new ProgramResolver(specDirectory),
                new ClassPathResolver(specDirectory),
                new UserAccountResolver(),
                new ClassPathArchiveLocator(environment));
    }
}
