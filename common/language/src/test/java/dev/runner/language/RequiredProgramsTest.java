package dev.runner.language;

import static dev.runner.language.TestPrograms.event;
import static dev.runner.language.TestPrograms.outputs;
import static dev.runner.language.TestPrograms.run;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sources that must run unchanged. */
class RequiredProgramsTest {
    @Test
    @Tag("P4")
    void emitCreatesEventsOfTheStreamsType() {
        assertThat(outputs(run("stream A = EventA .emit(result: \"ok\")"), 0, event("EventA"), event("EventB")))
                .containsExactly(event("A", "result", "ok"));
        assertThat(outputs(run("stream A = X .emit(v: 1)"), 0, event("X"))).containsExactly(event("A", "v", 1));
    }

    @Test
    @Tag("P5")
    void aStreamWithoutEmitHasNoOutput() {
        assertThat(outputs(run("stream Out = Input"), 0, event("Input", "a", 1)))
                .isEmpty();
        assertThat(outputs(
                        run("stream Alerts = SensorReading .where(value > 100)"),
                        0,
                        event("SensorReading", "value", 150)))
                .isEmpty();
        assertThat(outputs(
                        run("stream Alerts = SensorReading .window(count, 5) .aggregate(count() as cnt)"),
                        0,
                        event("SensorReading"),
                        event("SensorReading"),
                        event("SensorReading"),
                        event("SensorReading"),
                        event("SensorReading")))
                .isEmpty();
    }

    @Test
    @Tag("P3")
    void temperatureAlertsSkipLowAndNonNumericValues() {
        ProgramRun run = run("stream TempAlerts = TemperatureReading .where(temperature > 100) "
                + ".emit(alert_type: \"HIGH_TEMP\", sensor_id: sensor_id, temperature: temperature)");
        assertThat(outputs(
                        run,
                        0,
                        event("TemperatureReading", "sensor_id", "s1", "temperature", 150),
                        event("TemperatureReading", "sensor_id", "s2", "temperature", 50),
                        event("TemperatureReading", "sensor_id", "s3", "temperature", "150"),
                        event("TemperatureReading", "temperature", 100.5)))
                .containsExactly(
                        event("TempAlerts", "alert_type", "HIGH_TEMP", "sensor_id", "s1", "temperature", 150),
                        event("TempAlerts", "alert_type", "HIGH_TEMP", "temperature", 100.5));
    }

    @Test
    @Tag("P6")
    void aCountWindowFiresOnItsNthEvent() {
        ProgramRun run = run("stream Alerts = SensorReading .window(count, 5) .aggregate(count() as cnt)\n"
                + "stream Shown = Alerts .emit(cnt: cnt)");
        Event reading = event("SensorReading", "value", 1);
        assertThat(outputs(run, 0, reading, reading, reading, reading)).isEmpty();
        assertThat(outputs(run, 0, reading)).containsExactly(event("Shown", "cnt", 5));
        assertThat(outputs(run, 0, reading, reading, reading, reading)).isEmpty();
        assertThat(outputs(run, 0, reading)).containsExactly(event("Shown", "cnt", 5));
    }
}
