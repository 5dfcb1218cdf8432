package dev.espalier.run;

import dev.espalier.config.RunConfig;
import dev.espalier.run.files.RunMetadata;
import dev.espalier.run.loop.RunListener;
import dev.espalier.run.loop.Workshop;
import dev.espalier.tensor.Precision;

/** Compares the precision that was asked for with the format that the factors of matrix products really have. */
final class ProductFormat {

    private ProductFormat() {}

    /** Tells the listener if the precision that was asked for is of no use here. */
    static void tell(RunConfig config, Workshop workshop, RunListener listener) {
        if (!config.precision().equals("highest") && workshop.compute().factors() == Precision.Format.FLOAT32) {
            listener.onMessage("precision " + config.precision() + " rounds no factors here: this "
                    + (workshop.compute().isCpu() ? "processor, " + RunMetadata.cpu() + "," : "GPU")
                    + " multiplies in float32");
        }
    }
}
