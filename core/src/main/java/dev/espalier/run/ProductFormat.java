package dev.espalier.run;

import dev.espalier.config.RunConfig;
import dev.espalier.run.files.RunMetadata;
import dev.espalier.run.loop.RunListener;
import dev.espalier.run.loop.Workshop;
import dev.espalier.tensor.Precision;

/** The format that the factors of matrix products really have here, for {@code metadata.json}. */
final class ProductFormat {

    private ProductFormat() {}

    /** Its name; tells the listener if the precision that was asked for is of no use here. */
    static String found(RunConfig config, Workshop workshop, RunListener listener) {
        Precision.Format factors = workshop.compute().factors();
        if (!config.precision().equals("highest") && factors == Precision.Format.FLOAT32) {
            listener.onMessage("precision " + config.precision() + " changes nothing here: this "
                    + (workshop.compute().isCpu() ? "processor, " + RunMetadata.cpu() + "," : "GPU")
                    + " multiplies in float32");
        }
        return factors.title();
    }
}
