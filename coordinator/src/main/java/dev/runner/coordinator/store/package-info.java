/** What survives the coordinator: groups, what runs in their slots, and the last checkpoint of each. */
@NullMarked
package dev.runner.coordinator.store;

import org.jspecify.annotations.NullMarked;
