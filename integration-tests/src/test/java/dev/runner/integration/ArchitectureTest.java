package dev.runner.integration;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules for dependencies between modules and packages, checked on the compiled classes of this build. */
class ArchitectureTest {
    private static final Path ROOT = RepositoryFiles.ROOT;

    /** A module, its packages, and the packages of other modules that it may use. */
    private record Module(String name, List<String> packages, List<String> mayUse) {
        Path classes() {
            return ROOT.resolve(name).resolve("target/classes");
        }

        String[] packagePatterns() {
            return patterns(packages.stream());
        }

        String[] allowedPatterns() {
            return patterns(Stream.concat(packages.stream(), mayUse.stream()));
        }

        private static String[] patterns(Stream<String> packages) {
            return packages.map(each -> "dev.runner." + each + "..").toArray(String[]::new);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String BENCHMARKS = "benchmarks";

    private static final List<Module> MODULES = List.of(
            new Module("common/util", List.of("util"), List.of()),
            new Module("loopback-setup", List.of("loopback"), List.of("util")),
            new Module("supervisor", List.of("supervisor"), List.of("util")),
            new Module("common/protocol", List.of("protocol"), List.of()),
            new Module("common/http", List.of("http"), List.of("util")),
            new Module("common/service", List.of("service"), List.of("http", "util")),
            new Module("common/language", List.of("language"), List.of("util")),
            new Module(
                    "coordinator", List.of("coordinator"), List.of("protocol", "http", "service", "language", "util")),
            new Module("worker", List.of("worker"), List.of("protocol", "http", "service", "language", "util")),
            new Module("runner/dist/members", List.of("members"), List.of("coordinator", "worker")),
            new Module("runner/cluster", List.of("cluster"), List.of("supervisor", "loopback", "util")),
            new Module(
                    "runner/manager", List.of("manager"), List.of("cluster", "supervisor", "loopback", "http", "util")),
            new Module(
                    "runner/cli",
                    List.of("cli"),
                    List.of("manager", "cluster", "supervisor", "loopback", "http.json", "util")),
            new Module("test-harness", List.of("junit"), List.of("cluster", "supervisor", "loopback", "util")),
            new Module(BENCHMARKS, List.of("benchmarks"), List.of("language", "junit", "util")));

    /** The product: the benchmark programs print, and look at other processes, as they like. */
    private static final JavaClasses ALL = new ClassFileImporter()
            .importPaths(MODULES.stream()
                    .filter(module -> !module.name().equals(BENCHMARKS))
                    .map(Module::classes)
                    .toList());

    static List<Module> modules() {
        return MODULES;
    }

    @ParameterizedTest
    @MethodSource("modules")
    void modulesUseOnlyTheirDependencies(Module module) {
        JavaClasses own = new ClassFileImporter().importPath(module.classes());
        assertThat(own).isNotEmpty();

        classes().should().resideInAnyPackage(module.packagePatterns()).check(own);
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.runner..").and(not(resideInAnyPackage(module.allowedPatterns()))))
                .check(own);
    }

    @Test
    void everyModuleHasARule() throws IOException {
        try (Stream<Path> folders = Files.walk(ROOT, 4)) {
            assertThat(folders.filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
                            .map(folder -> ROOT.relativize(folder).toString())
                            .filter(name -> !name.startsWith(".")))
                    .containsExactlyInAnyOrderElementsOf(
                            MODULES.stream().map(Module::name).toList());
        }
    }

    @Test
    void onlyTheProcessPackageKnowsHowProcessesAreSpawned() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.runner.supervisor.process..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.zaxxer.nuprocess..")
                .check(ALL);
    }

    @Test
    void onlyHttpPackagesAndMainsKnowTheHttpServer() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.runner..http..", "dev.runner.manager.api..", "dev.runner.service.metrics..")
                .and()
                .haveSimpleNameNotEndingWith("Main")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
                .check(ALL);
    }

    @Test
    @Tag("R17")
    void onlyTheTestHarnessKnowsJUnitAndAwaitility() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.runner.junit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "org.awaitility..")
                .check(ALL);
    }

    @Test
    @Tag("V31")
    void theCoordinatorDoesNotRunPrograms() {
        noClasses()
                .that()
                .resideInAPackage("dev.runner.coordinator..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.runner\\.language\\.(ProgramRun|Event)")
                .check(ALL);
    }

    @Test
    void onlyCommandLinesKnowTheirParser() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.runner.cli..", "dev.runner.service.options..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(ALL);
    }

    /** The launcher is below the supervisor, and uses only its types for members, their exits, and signals. */
    @Test
    void packagesAreFreeOfCycles() {
        DescribedPredicate<HasName> values =
                nameMatching("dev\\.runner\\.supervisor\\.(ExitStatus|ExitRecord|MemberId|MemberSpec|Signals)(\\$.*)?");
        slices().matching("dev.runner.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(resideInAPackage("dev.runner.supervisor.process"), values)
                .check(ALL);
    }

    @Test
    void nothingIsInjectedIntoFieldsOrLoggedByJavaUtilLogging() {
        NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(ALL);
        DescribedPredicate<HasName> silencesNuProcess = nameMatching(".*\\.LaunchWrapperSelector");
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(ALL.that(DescribedPredicate.not(silencesNuProcess)));
    }

    @Test
    void onlyOutputClassesPrint() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.runner.service.options.ServiceLauncher") // usage and mistakes
                .and()
                .haveSimpleNameNotEndingWith("TrainingMain") // why it failed, for a log
                .and()
                .doNotHaveFullyQualifiedName("dev.runner.junit.WarmMain") // a program, for whoever runs it by hand
                .should(ACCESS_STANDARD_STREAMS)
                .check(ALL);
    }

    @Test
    void onlyListedClassesSleep() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.runner.cli.ProcessExitWaiter") // processes that are no children
                .and()
                .doNotHaveFullyQualifiedName("dev.runner.cli.ClusterStatusReader") // another process's answer
                .and()
                .doNotHaveFullyQualifiedName("dev.runner.cli.LogsCommand$Watch") // the end of whoever reads its output
                .and()
                .doNotHaveFullyQualifiedName("dev.runner.cli.WaitCommand") // another process's answer
                .and()
                .doNotHaveFullyQualifiedName("dev.runner.cli.ReadyWaiter") // another process's answer
                .and()
                .doNotHaveFullyQualifiedName("dev.runner.supervisor.process.OrphanReaper") // an earlier run's processes
                .and()
                .doNotHaveFullyQualifiedName(
                        "dev.runner.members.TrainingHttpClient") // a registration, as its users see it
                .should()
                .callMethodWhere(target(name("sleep"))
                        .and(target(owner(assignableTo(Thread.class).or(assignableTo(TimeUnit.class))))))
                .check(ALL);
    }
}
