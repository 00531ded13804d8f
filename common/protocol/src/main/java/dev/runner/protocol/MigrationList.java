package dev.runner.protocol;

import java.util.List;

/** The migrations since the coordinator started, oldest first; of very many only the newest. */
public record MigrationList(List<MigrationView> migrations, int total) {

    public MigrationList {
        migrations = List.copyOf(migrations);
    }

    public static MigrationList of(List<MigrationView> migrations) {
        return new MigrationList(migrations, migrations.size());
    }
}
