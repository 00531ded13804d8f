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

/** A class of scenarios. On macOS the addresses would need root first, and {@code /proc} is what they look through. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledOnOs(OS.LINUX)
@ExtendWith({SandboxExtension.class, OrphanProcessCheck.class})
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@interface IntegrationScenario {}
