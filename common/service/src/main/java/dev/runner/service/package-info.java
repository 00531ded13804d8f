/** What coordinator and worker have in common as processes: schedules, clocks, secrets, the user's state directory. */
@NullMarked
package dev.runner.service;

import org.jspecify.annotations.NullMarked;
