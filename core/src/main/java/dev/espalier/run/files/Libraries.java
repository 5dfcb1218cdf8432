package dev.espalier.run.files;

import dev.espalier.mujoco.Mujoco;
import dev.espalier.tensor.Compute;
import java.util.Map;
import java.util.TreeMap;

/** The native libraries that affect a run's numbers. */
public final class Libraries {

    private Libraries() {}

    /** Versions by name. */
    public static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("libtorch", Compute.libtorchVersion());
        versions.put("mujoco", Mujoco.version());
        return versions;
    }
}
