/**
 * Replays: an episode of a run's deterministic policy, recorded and turned into a page to watch in a browser or an
 * animated picture. {@link dev.espalier.cli.replay.ReplayedEpisode} is the way in.
 */
@NullMarked
package dev.espalier.cli.replay;

import org.jspecify.annotations.NullMarked;
