/** Replays: recorded episodes of a run's deterministic policy, as a web page or an animated GIF. */
@NullMarked
package dev.espalier.cli.replay;

import org.jspecify.annotations.NullMarked;
