package dev.runner.protocol;

import java.util.List;

/** What was moved since the coordinator started, the oldest first; of very many, the newest. */
public record MigrationList(List<MigrationView> migrations, int total) {

    public MigrationList {
        migrations = List.copyOf(migrations);
    }

    public static MigrationList of(List<MigrationView> migrations) {
        return new MigrationList(migrations, migrations.size());
    }
}
