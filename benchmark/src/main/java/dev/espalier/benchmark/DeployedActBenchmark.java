package dev.espalier.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.espalier.export.CCompiler;
import dev.espalier.export.CompiledController;
import dev.espalier.export.OnnxController;
import dev.espalier.export.OnnxModel;
import dev.espalier.policy.Policy;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One action of the same pruned policy in each form that it can be shipped in, called from Java. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DeployedActBenchmark {

    /** What every form reads and gives. */
    @State(Scope.Thread)
    public static class Task {
        private final Policy policy = DeployedPolicy.pruned();
        private final double[] observation = DeployedPolicy.observation();
        private final double[] action = new double[DeployedPolicy.ACTION];
    }

    /** The model in ONNX Runtime, as a program that keeps its tensors uses it. */
    @State(Scope.Thread)
    public static class Onnx {
        @SuppressWarnings("NullAway.Init") // JMH sets up before it measures.
        private OnnxController controller;

        @Setup
        public void load() throws OrtException {
            controller = OnnxController.of(DeployedPolicy.model());
        }

        @TearDown
        public void close() {
            controller.close();
        }
    }

    /** The model in ONNX Runtime, as its documentation shows it: an array in, an array out. */
    @State(Scope.Thread)
    public static class OnnxSession {
        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final float[][] observation = new float[1][DeployedPolicy.OBSERVATION];

        @SuppressWarnings("NullAway.Init") // JMH sets up before it measures.
        private OrtSession session;

        @Setup
        public void load() throws OrtException {
            try (var options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                session = environment.createSession(DeployedPolicy.model(), options);
            }
        }

        private void act(double[] observed, double[] action) throws OrtException {
            for (int i = 0; i < observed.length; i++) {
                observation[0][i] = (float) observed[i];
            }
            try (OnnxTensor tensor = OnnxTensor.createTensor(environment, observation);
                    OrtSession.Result result = session.run(Map.of(OnnxModel.INPUT, tensor))) {
                float[] decided = ((float[][]) result.get(0).getValue())[0];
                for (int i = 0; i < action.length; i++) {
                    action[i] = decided[i];
                }
            }
        }

        @TearDown
        public void close() throws OrtException {
            session.close();
        }
    }

    /** The header, compiled with -O2. */
    @State(Scope.Thread)
    public static class Compiled {
        @SuppressWarnings("NullAway.Init") // JMH sets up before it measures.
        private CompiledController controller;

        @Setup
        public void compile() throws IOException, InterruptedException {
            CCompiler compiler =
                    CCompiler.find().orElseThrow(() -> new IllegalStateException("a C compiler is needed, e.g. gcc"));
            controller = CompiledController.of(compiler, DeployedPolicy.header(), "policy");
        }

        @TearDown
        public void close() {
            controller.close();
        }
    }

    @Benchmark
    public double[] java(Task task) {
        task.policy.act(task.observation, task.action);
        return task.action;
    }

    @Benchmark
    public double[] onnxRuntime(Task task, OnnxSession onnx) throws OrtException {
        onnx.act(task.observation, task.action);
        return task.action;
    }

    @Benchmark
    public double[] onnxRuntimeKeptTensors(Task task, Onnx onnx) {
        onnx.controller.act(task.observation, task.action);
        return task.action;
    }

    @Benchmark
    public double[] compiledC(Task task, Compiled compiled) {
        compiled.controller.act(task.observation, task.action);
        return task.action;
    }
}
