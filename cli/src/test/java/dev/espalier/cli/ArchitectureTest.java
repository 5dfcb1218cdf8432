package dev.espalier.cli;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.espalier.store.TemporaryFolder;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The allowed dependencies between our packages. A new package must be added here. */
@AnalyzeClasses(packages = "dev.espalier", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** Packages that SAC, TD3, PPO and the extractors may use. */
    private static final String[] BELOW_AN_ALGORITHM = {
        "agent", "architecture", "data", "nn", "prune", "tensor", "settings", "profile"
    };

    /** What the training loop may know: no file of a run. */
    private static final String[] BELOW_THE_LOOP = {
        "config",
        "ofe",
        "agent",
        "architecture",
        "data",
        "nn",
        "prune",
        "tensor",
        "store",
        "settings",
        "profile",
        "env",
        "policy"
    };

    private static final String[] BELOW_A_RUN =
            Stream.concat(Stream.of("files", "loop"), Stream.of(BELOW_THE_LOOP)).toArray(String[]::new);

    @ArchTest
    static final ArchRule ARROWS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cli")
            .definedBy("dev.espalier.cli")
            .layer("console")
            .definedBy("dev.espalier.cli.console")
            .layer("text")
            .definedBy("dev.espalier.cli.text")
            .layer("bench")
            .definedBy("dev.espalier.cli.bench")
            .layer("report")
            .definedBy("dev.espalier.cli.report..")
            .layer("export")
            .definedBy("dev.espalier.export")
            .layer("replay")
            .definedBy("dev.espalier.cli.replay")
            .layer("card")
            .definedBy("dev.espalier.cli.card")
            .layer("seeds")
            .definedBy("dev.espalier.cli.seeds")
            .layer("run")
            .definedBy("dev.espalier.run")
            .layer("files")
            .definedBy("dev.espalier.run.files")
            .layer("loop")
            .definedBy("dev.espalier.run.loop")
            .layer("config")
            .definedBy("dev.espalier.config")
            .layer("sac")
            .definedBy("dev.espalier.agent.sac")
            .layer("td3")
            .definedBy("dev.espalier.agent.td3")
            .layer("ppo")
            .definedBy("dev.espalier.agent.ppo")
            .layer("agent")
            .definedBy("dev.espalier.agent")
            .layer("ofe")
            .definedBy("dev.espalier.agent.ofe")
            .layer("pruning")
            .definedBy("dev.espalier.agent.pruning")
            .layer("architecture")
            .definedBy("dev.espalier.architecture")
            .layer("data")
            .definedBy("dev.espalier.data")
            .layer("nn")
            .definedBy("dev.espalier.nn")
            .layer("prune")
            .definedBy("dev.espalier.prune")
            .layer("tensor")
            .definedBy("dev.espalier.tensor")
            .layer("store")
            .definedBy("dev.espalier.store")
            .layer("settings")
            .definedBy("dev.espalier.settings")
            .layer("policy")
            .definedBy("dev.espalier.policy")
            .layer("profile")
            .definedBy("dev.espalier.profile")
            .layer("env")
            .definedBy("dev.espalier.env")
            .layer("mujoco")
            .definedBy("dev.espalier.mujoco")
            .layer("natives")
            .definedBy("dev.espalier.natives")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("console")
            .mayOnlyBeAccessedByLayers("cli", "bench", "seeds")
            .whereLayer("console")
            .mayOnlyAccessLayers("text", "run", "files", "loop", "config", "env", "store")
            .whereLayer("text")
            .mayNotAccessAnyLayer()
            .whereLayer("bench")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("cli", "card", "seeds")
            .whereLayer("report")
            .mayOnlyAccessLayers("text", "files", "loop", "config", "agent", "architecture", "prune", "store", "env")
            .whereLayer("export")
            .mayOnlyBeAccessedByLayers("cli", "card")
            .whereLayer("export")
            .mayOnlyAccessLayers("run", "files", "loop", "store", "policy", "env", "natives")
            .whereLayer("replay")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("replay")
            .mayOnlyAccessLayers("text", "run", "files", "config", "tensor", "store", "policy", "env", "mujoco")
            .whereLayer("card")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("card")
            .mayOnlyAccessLayers(
                    "text", "report", "export", "run", "files", "loop", "config", "agent", "prune", "store", "policy",
                    "env")
            .whereLayer("seeds")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("seeds")
            .mayOnlyAccessLayers("console", "text", "report", "files", "config", "store")
            .whereLayer("run")
            .mayOnlyAccessLayers(BELOW_A_RUN)
            .whereLayer("files")
            .mayOnlyAccessLayers(
                    "loop",
                    "config",
                    "agent",
                    "architecture",
                    "prune",
                    "tensor",
                    "store",
                    "settings",
                    "env",
                    "mujoco",
                    "policy")
            .whereLayer("loop")
            .mayOnlyAccessLayers(BELOW_THE_LOOP)
            .whereLayer("config")
            .mayOnlyAccessLayers("agent", "architecture", "sac", "td3", "ppo", "ofe", "prune", "settings")
            .whereLayer("sac")
            .mayOnlyAccessLayers(BELOW_AN_ALGORITHM)
            .whereLayer("td3")
            .mayOnlyAccessLayers(BELOW_AN_ALGORITHM)
            .whereLayer("ppo")
            .mayOnlyAccessLayers(BELOW_AN_ALGORITHM)
            .whereLayer("ofe")
            .mayOnlyAccessLayers(BELOW_AN_ALGORITHM)
            .whereLayer("agent")
            .mayOnlyAccessLayers(
                    "pruning",
                    "architecture",
                    "data",
                    "nn",
                    "prune",
                    "tensor",
                    "store",
                    "settings",
                    "profile",
                    "policy")
            .whereLayer("pruning")
            .mayOnlyBeAccessedByLayers("agent")
            .whereLayer("pruning")
            .mayOnlyAccessLayers("architecture", "nn", "prune", "tensor", "settings")
            .whereLayer("architecture")
            .mayOnlyAccessLayers("prune", "settings")
            .whereLayer("data")
            .mayOnlyAccessLayers("tensor", "store", "settings", "profile")
            .whereLayer("nn")
            .mayOnlyAccessLayers("prune", "tensor", "store", "profile", "policy")
            .whereLayer("prune")
            .mayOnlyAccessLayers("store", "settings")
            .whereLayer("tensor")
            .mayOnlyAccessLayers("store", "profile", "natives")
            .whereLayer("store")
            .mayNotAccessAnyLayer()
            .whereLayer("settings")
            .mayNotAccessAnyLayer()
            .whereLayer("profile")
            .mayNotAccessAnyLayer()
            .whereLayer("policy")
            .mayNotAccessAnyLayer()
            .whereLayer("env")
            .mayOnlyAccessLayers("mujoco")
            .whereLayer("mujoco")
            .mayOnlyAccessLayers("natives")
            .whereLayer("natives")
            .mayNotAccessAnyLayer()
            .whereLayer("natives")
            .mayOnlyBeAccessedByLayers("mujoco", "tensor", "export")
            .ensureAllClassesAreContainedInArchitecture();

    /** Inside a report: recorded runs, figures and numbers from them, and the page. */
    @ArchTest
    static final ArchRule ARROWS_OF_A_REPORT = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.espalier.cli.report..")
            .layer("report")
            .definedBy("dev.espalier.cli.report")
            .layer("page")
            .definedBy("dev.espalier.cli.report.page")
            .layer("summary")
            .definedBy("dev.espalier.cli.report.summary")
            .layer("xray")
            .definedBy("dev.espalier.cli.report.xray")
            .layer("figure")
            .definedBy("dev.espalier.cli.report.figure")
            .layer("runs")
            .definedBy("dev.espalier.cli.report.runs")
            .layer("statistics")
            .definedBy("dev.espalier.cli.report.statistics")
            .layer("html")
            .definedBy("dev.espalier.cli.report.html")
            .whereLayer("page")
            .mayOnlyBeAccessedByLayers("report")
            .whereLayer("summary")
            .mayOnlyAccessLayers("runs", "statistics")
            .whereLayer("xray")
            .mayOnlyAccessLayers("figure", "runs")
            .whereLayer("figure")
            .mayOnlyAccessLayers("runs", "statistics")
            .whereLayer("runs")
            .mayNotAccessAnyLayer()
            .whereLayer("statistics")
            .mayNotAccessAnyLayer()
            .whereLayer("html")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.espalier.(**)").should().beFreeOfCycles();

    /** Networks and tensors provide arrays to store, but do not know how or where they are stored. */
    @ArchTest
    static final ArchRule OF_THE_STORE_ONLY_ARRAYS = noClasses()
            .that()
            .resideInAnyPackage("dev.espalier.agent..", "dev.espalier.data", "dev.espalier.nn", "dev.espalier.tensor")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("dev\\.espalier\\.store\\.(?!ArrayData).*");

    @ArchTest
    static final ArchRule PHYSICS_KNOWS_NO_TENSORS = noClasses()
            .that()
            .resideInAnyPackage("dev.espalier.env", "dev.espalier.mujoco")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..");

    /** One class creates temporary files, as its error message says what to do when there is no room. */
    @ArchTest
    static final ArchRule TEMPORARY_FILES_FROM_ONE_PLACE = noClasses()
            .that()
            .doNotBelongToAnyOf(TemporaryFolder.class, Failures.class)
            .should()
            .callMethodWhere(target(nameMatching("createTemp.*")).and(target(owner(type(Files.class)))));

    /** Two classes of one name are mistaken for each other. */
    @ArchTest
    static void everyNameIsGivenOnce(JavaClasses classes) {
        Map<String, List<String>> byName = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(found -> !found.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));

        assertThat(byName).hasSizeGreaterThan(300);
        assertThat(byName.values()).allSatisfy(names -> assertThat(names).hasSize(1));
    }

    @ArchTest
    static final ArchRule NO_STATIC_VARIABLES =
            fields().that().areStatic().should().beFinal();
}
