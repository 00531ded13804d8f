package dev.runner.integration.bench.product;

import java.io.IOException;
import java.util.List;

/** From the end of a program that exits with 55 to the first words of its next start. */
final class Respawn implements Part {
    private static final int STARTS = 6;

    @Override
    public String name() {
        return "respawn";
    }

    @Override
    public void measure(Settings settings, Results results) throws IOException, InterruptedException {
        String what =
                "from the last words before exit 55 to the first of the next start, least delay (the runner: 1 ms)";
        results.aim(name(), what, "runner", "ms", Aim.atMost(10));
        List<Side> sides = Sides.all(settings).stream().filter(Side::restarts).toList();
        new Rounds(settings, results).alternate(sides, settings.rounds(), name(), (side, directory) -> {
            Load load = Load.of(directory, 1, true, false, "echo \"down $$\" >>" + directory + "/signs", "exit 55");
            try (Run run = Run.start(side, load)) {
                List<Signs.Sign> up = run.signs().await("up", STARTS);
                List<Signs.Sign> down = run.signs().await("down", STARTS - 1);
                for (int i = 1; i < STARTS; i++) {
                    double took =
                            Tools.millis(up.get(i).nanos() - down.get(i - 1).nanos());
                    results.add(name(), what, side.name(), "ms", took);
                }
            }
        });
    }
}
