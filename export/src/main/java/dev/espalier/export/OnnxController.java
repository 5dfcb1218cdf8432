package dev.espalier.export;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.espalier.policy.Controller;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** Runs an {@link OnnxModel} in ONNX Runtime on one thread, with preallocated buffers. Not thread-safe. */
public final class OnnxController implements Controller, AutoCloseable {

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final FloatBuffer observed;
    private final FloatBuffer decided;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    private OnnxController(
            OrtEnvironment environment,
            OrtSession session,
            FloatBuffer observed,
            FloatBuffer decided,
            OnnxTensor input,
            OnnxTensor output) {
        this.environment = environment;
        this.session = session;
        this.observed = observed;
        this.decided = decided;
        inputs = Map.of(OnnxModel.INPUT, input);
        outputs = Map.of(OnnxModel.OUTPUT, output);
    }

    /**
     * Loads a model.
     *
     * @param model the bytes of the file
     * @throws OrtException if ONNX Runtime cannot run it
     * @throws ExportException if ONNX Runtime's library cannot be unpacked or loaded
     * @throws IllegalArgumentException if it does not map observations to actions
     */
    public static OnnxController of(byte[] model) throws OrtException {
        OrtEnvironment environment = OnnxLibrary.environment();
        OrtSession session = session(environment, model);
        try {
            return of(environment, session);
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static OnnxController of(OrtEnvironment environment, OrtSession session) throws OrtException {
        FloatBuffer observed = buffer(width(session.getInputInfo(), OnnxModel.INPUT));
        FloatBuffer decided = buffer(width(session.getOutputInfo(), OnnxModel.OUTPUT));
        // Both tensors use the memory of the buffers.
        OnnxTensor input = OnnxTensor.createTensor(environment, observed, new long[] {1, observed.capacity()});
        try {
            OnnxTensor output = OnnxTensor.createTensor(environment, decided, new long[] {1, decided.capacity()});
            return new OnnxController(environment, session, observed, decided, input, output);
        } catch (OrtException e) {
            input.close();
            throw e;
        }
    }

    private static OrtSession session(OrtEnvironment environment, byte[] model) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            return environment.createSession(model, options);
        }
    }

    private static int width(Map<String, NodeInfo> values, String name) {
        NodeInfo value = values.get(name);
        if (values.size() == 1
                && value != null
                && value.getInfo() instanceof TensorInfo tensor
                && tensor.getShape().length == 2) {
            return (int) tensor.getShape()[1];
        }
        throw new IllegalArgumentException(
                "the model has %s where an exported policy has %s".formatted(values.keySet(), name));
    }

    private static FloatBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    public int observationSize() {
        return observed.capacity();
    }

    public int actionSize() {
        return decided.capacity();
    }

    public Map<String, String> metadata() throws OrtException {
        return session.getMetadata().getCustomMetadata();
    }

    @Override
    public void act(double[] observation, double[] action) {
        if (observation.length != observationSize() || action.length != actionSize()) {
            throw new IllegalArgumentException("a model from %s to %s entries cannot map %s to %s"
                    .formatted(observationSize(), actionSize(), observation.length, action.length));
        }
        for (int i = 0; i < observation.length; i++) {
            observed.put(i, (float) observation[i]);
        }
        try {
            session.run(inputs, outputs).close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
        }
        for (int i = 0; i < action.length; i++) {
            action[i] = decided.get(i);
        }
    }

    /**
     * Runs many observations at once.
     *
     * @param observations {@code [batch, observation size]}
     * @return {@code [batch, action size]}
     */
    public float[][] actAll(float[][] observations) throws OrtException {
        try (OnnxTensor batch = OnnxTensor.createTensor(environment, observations);
                OrtSession.Result result = session.run(Map.of(OnnxModel.INPUT, batch))) {
            return (float[][]) result.get(0).getValue();
        }
    }

    @Override
    public void close() {
        outputs.values().forEach(OnnxTensor::close);
        inputs.values().forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }
}
