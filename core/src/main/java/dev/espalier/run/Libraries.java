package dev.espalier.run;

import dev.espalier.mujoco.Mujoco;
import dev.espalier.tensor.Compute;
import java.util.Map;
import java.util.TreeMap;

/** The native libraries that affect a run's numbers. */
final class Libraries {

    private Libraries() {}

    /** Versions by name. */
    static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("libtorch", Compute.libtorchVersion());
        versions.put("mujoco", Mujoco.version());
        return versions;
    }
}
