/** MuJoCo's C interface with plain Java arrays: models, simulation data and the library. */
@NullMarked
package dev.espalier.mujoco;

import org.jspecify.annotations.NullMarked;
