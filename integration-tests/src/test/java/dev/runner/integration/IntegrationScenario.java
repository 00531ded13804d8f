package dev.runner.integration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** A class of scenarios. Linux only: they read {@code /proc}, and macOS needs root to add the addresses. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledOnOs(OS.LINUX)
@ExtendWith({SandboxExtension.class, OrphanProcessCheck.class})
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@interface IntegrationScenario {}
