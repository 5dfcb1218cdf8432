/** MuJoCo's C interface on plain Java arrays: models, simulation data and the library that they live in. */
@NullMarked
package dev.espalier.mujoco;

import org.jspecify.annotations.NullMarked;
