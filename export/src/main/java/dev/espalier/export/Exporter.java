package dev.espalier.export;

import ai.onnxruntime.OrtException;
import dev.espalier.policy.PolicyBundle;
import dev.espalier.policy.PolicyBundle.Golden;
import dev.espalier.policy.RoundedPolicy;
import dev.espalier.policy.WeightFormat;
import dev.espalier.run.BundleFile;
import dev.espalier.run.TrainedPolicy;
import dev.espalier.run.files.BuildInfo;
import dev.espalier.store.AtomicFiles;
import dev.espalier.store.StoreException;
import dev.espalier.store.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes a policy in a format, runs the result, and puts it at its path if it agrees with the trainer's policy. */
public final class Exporter {

    /** Golden vectors in an export, a sample of those compared. */
    private static final int GOLDEN_VECTORS = 32;

    /** C compilers may distinguish only the first 63 letters of names; ours add up to 19 to the prefix. */
    private static final int LONGEST_PREFIX = 32;

    private final TrainedPolicy trained;
    private final RoundedPolicy rounded;
    private final Rollouts rollouts;
    private final Optional<CCompiler> compiler;

    /**
     * Exports a policy as it was trained.
     *
     * @param rollouts of this policy
     * @param compiler null if there is none on this machine
     */
    public Exporter(TrainedPolicy trained, Rollouts rollouts, @Nullable CCompiler compiler) {
        this(trained, RoundedPolicy.of(trained.policy(), WeightFormat.FLOAT32), rollouts, compiler);
    }

    /**
     * Exports a policy with rounded weights.
     *
     * @param trained where it comes from
     * @param rollouts of the rounded policy, which the export has to agree with
     * @param compiler null if there is none on this machine
     */
    public Exporter(TrainedPolicy trained, RoundedPolicy rounded, Rollouts rollouts, @Nullable CCompiler compiler) {
        this.trained = trained;
        this.rounded = rounded;
        this.rollouts = rollouts;
        this.compiler = Optional.ofNullable(compiler);
    }

    /**
     * The result of an export.
     *
     * @param bytes size of the file or folder
     * @param agreement null if it could not be run on this machine
     */
    public record Exported(long bytes, @Nullable Agreement agreement) {}

    /**
     * Requires an absent or empty folder or an earlier bundle without other files, as the whole folder is replaced.
     *
     * @throws BadTargetException if it holds anything else
     */
    public static void requireReplaceable(Path folder) {
        Path name = folder.getFileName();
        if (name == null || name.toString().equals(".") || name.toString().equals("..")) {
            throw new BadTargetException(
                    "--out " + folder + " has no name of its own, which a folder needs to be replaced; give it one");
        }
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var entries = Files.list(folder)) {
            List<String> names = entries.map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                return;
            }
            if (!names.equals(List.of(PolicyBundle.DESCRIPTION, PolicyBundle.WEIGHTS))) {
                throw foreign(folder);
            }
            PolicyBundle.read(folder);
        } catch (IOException e) {
            throw foreign(folder);
        }
    }

    private static BadTargetException foreign(Path folder) {
        return new BadTargetException("--out " + folder
                + " exists and is not the folder of a policy alone; name a folder that does not exist");
    }

    /**
     * Exports the policy.
     *
     * @param out a file, or the folder of a bundle; an earlier policy there is replaced
     * @throws BadTargetException if the folder of a bundle holds anything else
     * @throws ExportException if the exported policy and the trainer's differ; {@code out} is unchanged then
     */
    public Exported write(Format format, Path out) {
        return switch (format) {
            case ONNX -> onnx(out);
            case C -> header(out);
            case BUNDLE -> bundle(out);
        };
    }

    private Exported onnx(Path out) {
        byte[] model = OnnxModel.of(rounded, facts(), golden());
        Agreement agreement;
        try (OnnxController controller = OnnxController.of(model)) {
            agreement = required(Agreement.of("ONNX Runtime", controller, rollouts));
        } catch (OrtException e) {
            throw new ExportException("ONNX Runtime cannot run what was written: " + e.getMessage(), e);
        }
        AtomicFiles.writeBytes(out, model);
        return new Exported(model.length, agreement);
    }

    private Exported header(Path out) {
        String prefix = identifier(out);
        String header = CHeader.of(rounded, prefix, facts(), golden());
        Agreement agreement =
                compiler.map(found -> compiled(found, header, prefix)).orElse(null);
        AtomicFiles.writeString(out, header);
        return new Exported(header.length(), agreement);
    }

    private Agreement compiled(CCompiler found, String header, String prefix) {
        try (CompiledController controller = CompiledController.of(found, header, prefix)) {
            return required(Agreement.of("C, compiled by " + String.join(" ", found.command()), controller, rollouts));
        } catch (CCompiler.CompilationException e) {
            throw new ExportException("The header cannot be compiled and run: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ExportException("The header could not be written and compiled: " + StoreException.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExportException("Interrupted while compiling", e);
        }
    }

    private Exported bundle(Path out) {
        requireReplaceable(out);
        Path draft = TemporaryFolder.make("espalier-export");
        try {
            Agreement agreement = fillBundle(draft);
            BundleFile.write(out, trained, rounded, golden(), rollouts.lostEpisodes());
            return new Exported(
                    Files.size(out.resolve(PolicyBundle.DESCRIPTION)) + Files.size(out.resolve(PolicyBundle.WEIGHTS)),
                    agreement);
        } catch (IOException e) {
            throw new ExportException("The bundle cannot be read again: " + StoreException.reason(e), e);
        } finally {
            AtomicFiles.deleteDirectory(draft);
        }
    }

    /**
     * Writes the files of a bundle into a folder that may hold other files.
     *
     * @throws ExportException if the exported policy and the trainer's differ
     * @throws IOException if they cannot be written or read again
     */
    public Agreement fillBundle(Path folder) throws IOException {
        BundleFile.fill(folder, trained, rounded, golden(), rollouts.lostEpisodes());
        return required(Agreement.of(
                "Espalier's Java runtime, read back", PolicyBundle.read(folder).policy(), rollouts));
    }

    private Agreement required(Agreement agreement) {
        if (!agreement.holds()) {
            throw new ExportException(Refusal.of(agreement, rollouts));
        }
        return agreement;
    }

    private PolicyFacts facts() {
        BuildInfo build = BuildInfo.load();
        return new PolicyFacts(
                trained.task(),
                trained.step(),
                trained.deployed(),
                build.version(),
                build.commit(),
                rollouts.lostEpisodes(),
                Agreement.allowedDeviation(rollouts));
    }

    /** Evenly spread over the compared vectors. */
    private List<Golden> golden() {
        List<Golden> all = rollouts.golden();
        return IntStream.range(0, GOLDEN_VECTORS)
                .mapToObj(i -> all.get(i * all.size() / GOLDEN_VECTORS))
                .toList();
    }

    /**
     * A prefix for C names from a file name: ASCII letters and digits, accents removed, all other characters replaced
     * by underscores; with {@code policy_} in front if it starts with a digit, and {@code policy} if it is empty.
     */
    static String identifier(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        String letters = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
        String words = letters.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_+", "");
        String shortened =
                words.substring(0, Math.min(words.length(), LONGEST_PREFIX)).replaceAll("_+$", "");
        if (shortened.isEmpty()) {
            return "policy";
        }
        return Character.isDigit(shortened.charAt(0)) ? "policy_" + shortened : shortened;
    }
}
