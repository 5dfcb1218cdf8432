package dev.espalier.env;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Results of Gymnasium in one task, recorded by {@code mujoco/tools/goldens.py}, which explains the layout. */
record Golden(String id, BoxSpace actionSpace, int observationSize, List<Rollout> rollouts) {

    record Rollout(String name, double[] qpos, double[] qvel, double[] firstObservation, List<GoldenStep> steps) {}

    /**
     * @param observationHash first 8 bytes of the SHA-256 of the observation's big-endian numbers
     * @param observation the whole observation, recorded at some steps only where it is large
     */
    record GoldenStep(
            double[] action,
            double reward,
            boolean terminated,
            Map<String, Double> info,
            long observationHash,
            double @Nullable [] observation) {}

    static Golden read(String id) {
        String name = "goldens/" + id + ".bin.gz";
        var stream = Objects.requireNonNull(Golden.class.getResourceAsStream(name), name);
        try (var in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(stream)))) {
            String recordedId = in.readUTF();
            in.readUTF(); // Gymnasium's version
            in.readUTF(); // MuJoCo's version
            int nq = in.readInt();
            int nv = in.readInt();
            int nu = in.readInt();
            int observationSize = in.readInt();
            int stride = in.readInt();
            int rolloutCount = in.readInt();
            List<String> infoNames = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                infoNames.add(in.readUTF());
            }
            var actionSpace = new BoxSpace(doubles(in, nu), doubles(in, nu));
            List<Rollout> rollouts = new ArrayList<>();
            for (int r = 0; r < rolloutCount; r++) {
                String rolloutName = in.readUTF();
                int stepCount = in.readInt();
                double[] qpos = doubles(in, nq);
                double[] qvel = doubles(in, nv);
                double[] first = doubles(in, observationSize);
                List<GoldenStep> steps = new ArrayList<>();
                for (int t = 0; t < stepCount; t++) {
                    double[] action = doubles(in, nu);
                    double reward = in.readDouble();
                    boolean terminated = in.readByte() != 0;
                    Map<String, Double> info = new LinkedHashMap<>();
                    for (String infoName : infoNames) {
                        info.put(infoName, in.readDouble());
                    }
                    long hash = in.readLong();
                    double[] observation = t % stride == 0 ? doubles(in, observationSize) : null;
                    steps.add(new GoldenStep(action, reward, terminated, info, hash, observation));
                }
                rollouts.add(new Rollout(rolloutName, qpos, qvel, first, steps));
            }
            if (in.read() != -1) {
                throw new IllegalStateException(name + " is longer than its header says");
            }
            return new Golden(recordedId, actionSpace, observationSize, rollouts);
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }

    private static double[] doubles(DataInputStream in, int count) throws IOException {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.readDouble();
        }
        return values;
    }
}
