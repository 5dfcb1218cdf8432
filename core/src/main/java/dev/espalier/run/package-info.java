/** Training runs as a whole: started, resumed, evaluated; their checkpoints and the policies that are kept. */
@NullMarked
package dev.espalier.run;

import org.jspecify.annotations.NullMarked;
