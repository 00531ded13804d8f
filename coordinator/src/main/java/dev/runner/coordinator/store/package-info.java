/** What must survive the coordinator: groups, what runs in their slots, and the last known state of each. */
@NullMarked
package dev.runner.coordinator.store;

import org.jspecify.annotations.NullMarked;
