/** What coordinator and worker have in common as members of a cluster: addresses, keys, files of the user. */
@NullMarked
package dev.runner.service;

import org.jspecify.annotations.NullMarked;
