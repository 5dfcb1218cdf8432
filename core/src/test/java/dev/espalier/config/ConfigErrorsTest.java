package dev.espalier.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages about wrong settings say where, what and what to do. */
class ConfigErrorsTest {

    private final ConfigLoader loader = WrittenConfig.twoTasks();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sac.learning_rat=1    | unknown key 'sac.learning_rat'; did you mean 'sac.learning_rate'?
            learning_rate=1       | unknown key 'learning_rate'; did you mean 'sac.learning_rate'?
            stesp=5               | unknown key 'stesp'; did you mean 'steps'?
            sac.batch=many        | sac.batch expects a whole number, got 'many'
            sac.batch=1.5         | sac.batch expects a whole number, got '1.5'
            sac.batch="256"       | sac.batch expects a whole number, got the quoted text '256'
            sac.batch=null        | sac.batch expects a whole number, got nothing
            sac.batch=3e9         | sac.batch expects a whole number of at most 2147483647, got '3e9'
            steps=1e30            | steps expects a whole number of at most 9223372036854775807, got '1e30'
            sac.tau=[1]           | sac.tau expects a number, got a list
            sac.tau=fast          | sac.tau expects a number, got 'fast'
            sac.learn_temperature=yes | sac.learn_temperature expects true or false, got 'yes'
            sac.hidden=256        | sac.hidden expects a list such as [256, 256], got '256'
            sac.hidden=[256, x]   | sac.hidden expects a whole number, got 'x'
            env={a: 1}            | env expects a name, got a group of settings
            env=null              | env expects a name, got nothing
            sac=5                 | sac expects settings of its own, such as sac.hidden; got '5'
            sac.hidden=[1         | the value is not valid YAML: expected ',' or ']', but got <stream end>
            sac.tau=              | sac.tau has no value
            env=HalfCheeta-v5     | env is 'HalfCheeta-v5', which does not exist; did you mean 'HalfCheetah-v5'? Known: HalfCheetah-v5, Hopper-v5
            env=Pong              | env is 'Pong', which does not exist; known: HalfCheetah-v5, Hopper-v5
            preset=sac-bigg       | preset is 'sac-bigg', which does not exist; did you mean 'sac-big'? Known: plain, plain-big, ofe, ofe-big, prune, prune-a, prune-b, prune-c, sac, sac-big
            ofe.layers=many       | ofe.layers expects a whole number, got 'many'
            ofe.layers=[]         | ofe.layers expects a whole number, got a list
            sac.hidden=[256, null] | sac.hidden expects a whole number, got nothing
            prune.nu=0.5          | prune.nu expects settings of its own, such as prune.nu.ofe; got '0.5'
            evaluation.rounds=5   | unknown key 'evaluation.rounds'; known: evaluation.every, evaluation.episodes, evaluation.stop_at
            prune.nu.polcy=0.5    | unknown key 'prune.nu.polcy'; did you mean 'prune.nu.policy'?
            structure.polcy=[5]   | unknown key 'structure.polcy'; did you mean 'structure.policy'?
            agent=td33            | agent is 'td33', which does not exist; did you mean 'td3'? Known: sac, td3, ppo
            td3.tau=0.1           | td3.tau has no effect on agent sac (defaults.yml:5); leave it out, or choose its agent
            precision=hihg        | precision is 'hihg', which does not exist; did you mean 'high'? Known: highest, high, medium
            precision=bf16        | precision is 'bf16', which does not exist; known: highest, high, medium
            precision=null        | precision expects a name, got nothing
            learning_rate_schedule=linaer | learning_rate_schedule is 'linaer', which does not exist; did you mean 'linear'? Known: constant, linear
            device=cudda          | device is 'cudda', which does not exist; did you mean 'cuda'? Known: cpu, cuda
            """)
    void refusesKeysTypesAndNames(String assignment, String message) {
        assertAssignmentRefused(assignment, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            steps=0                | steps is 0; give a whole number of at least 1
            threads=-1             | threads is -1; give a whole number of at least 0
            threads=1025           | threads is 1025; give at most 1024
            evaluation.episodes=100001 | evaluation.episodes is 100001; give at most 100000
            sac.batch=1048577      | sac.batch is 1048577; give at most 1048576
            environments=0         | environments is 0; give a whole number of at least 1
            random_steps=-1        | random_steps is -1; give a whole number of at least 0
            replay_capacity=255    | replay_capacity is 255; give at least sac.batch, 256
            evaluation.every=0     | evaluation.every is 0; give a whole number of at least 1
            evaluation.episodes=0  | evaluation.episodes is 0; give a whole number of at least 1
            checkpoint.every=0     | checkpoint.every is 0; give a whole number of at least 1
            checkpoint.keep=1      | checkpoint.keep is 1; give a whole number of at least 2
            log_every=0            | log_every is 0; give a whole number of at least 1
            sac.hidden=[]          | sac.hidden is empty; give the units of at least one hidden layer
            sac.hidden=[256, 32769] | sac.hidden has a layer of 32769; give at most 32768
            sac.hidden=[256, 0]    | sac.hidden is 0; give a whole number of at least 1
            sac.learning_rate=0    | sac.learning_rate is 0.0; give a finite number above 0
            sac.learning_rate=.nan | sac.learning_rate is NaN; give a finite number above 0
            sac.learning_rate=NaN  | sac.learning_rate is NaN; give a finite number above 0
            sac.discount=1.01      | sac.discount is 1.01; give a finite number from 0 to 1
            sac.discount=-0.1      | sac.discount is -0.1; give a finite number from 0 to 1
            sac.tau=0              | sac.tau is 0.0; give a finite number above 0 and at most 1
            sac.tau=2              | sac.tau is 2.0; give a finite number above 0 and at most 1
            sac.batch=0            | sac.batch is 0; give a whole number of at least 1
            sac.updates_per_step=0 | sac.updates_per_step is 0; give a whole number of at least 1
            sac.reward_scale=.inf  | sac.reward_scale is Infinity; give a finite number above 0
            sac.reward_scale=1e999 | sac.reward_scale is Infinity; give a finite number above 0
            sac.temperature=-1     | sac.temperature is -1.0; give a finite number of at least 0
            ofe.units=-1           | ofe.units is -1; give a whole number of at least 0
            ofe.units=4097         | ofe.units is 4097; give at most 4096
            ofe.layers=65          | ofe.layers is 65; give at most 64
            environments=4097      | environments is 4097; give at most 4096
            ofe.layers=0           | ofe.layers is 0; give a whole number of at least 1
            prune.theta_start=0    | prune.theta_start is 0.0; give a finite number above 0 and at most 1
            prune.theta_start=1.5  | prune.theta_start is 1.5; give a finite number above 0 and at most 1
            prune.theta_optimizer=sgd | prune.theta_optimizer is 'sgd'; give adam or plain
            prune.tolerance=0.9    | prune.tolerance is 0.9, so that theta_start, 0.9, would remove every unit at once; give less
            prune.gamma=-0.1       | prune.gamma is -0.1; give a finite number from 0 to 1
            prune.gamma=1.1        | prune.gamma is 1.1; give a finite number from 0 to 1
            prune.gamma=nan        | prune.gamma is NaN; give a finite number from 0 to 1
            prune.nu.ofe=-0.1      | prune.nu.ofe is -0.1; give a finite number of at least 0
            prune.nu.policy=nan    | prune.nu.policy is NaN; give a finite number of at least 0
            prune.nu.critic=inf    | prune.nu.critic is Infinity; give a finite number of at least 0
            prune.lambda.ofe=-1    | prune.lambda.ofe is -1.0; give a finite number of at least 0
            structure.policy=[5, 0] | structure.policy has a layer of 0 units; give at least 1 and at most 32768
            structure.phi_o=[-1]   | structure.phi_o has a layer of -1 units; give at least 0 and at most 4096
            structure.q1=[1, 40000] | structure.q1 has a layer of 40000 units; give at least 1 and at most 32768
            structure.value=[5]    | structure.value is [5], but sac.hidden asks for 2 layers; give as many
            sac.target_entropy=-inf | sac.target_entropy is -Infinity; give a finite number
            """)
    void refusesValuesOutOfRange(String assignment, String message) {
        assertAssignmentRefused(assignment, message);
    }

    private void assertAssignmentRefused(String assignment, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> loader.load(new ConfigRequest(null, List.of(assignment), Map.of())))
                .withMessage("--set " + assignment + ": " + message);
    }

    @Test
    void aFileThatIsNoModelByItsNameIsToldSo() throws IOException {
        String file = Files.writeString(folder.resolve("arm.mjb"), "x").toString();
        assertAssignmentRefused(
                "env=" + file,
                "env is '" + file + "', a file, but no model by its name: models end in .xml, .mjcf or .urdf");
        for (String model : List.of("arm.urdf", "arm.MJCF", "arm.xml")) {
            assertThat(loader.load(new ConfigRequest(null, List.of("env=" + model), Map.of()))
                            .env())
                    .isEqualTo(model);
        }
    }

    @Test
    void layersHaveABound() {
        String layers = Collections.nCopies(65, 1).toString();
        assertAssignmentRefused("sac.hidden=" + layers, "sac.hidden has 65 layers; give at most 64");
    }

    @Test
    void anAssignmentNeedsAnEqualsSign() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> loader.load(new ConfigRequest(null, List.of("tau"), Map.of())))
                .withMessage("--set tau: expected key=value, for example --set sac.tau=0.01");
    }

    @Test
    void namesTheOptionThatIsWrong() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> loader.load(new ConfigRequest(null, List.of(), Map.of("--steps", "0"))))
                .withMessage("--steps 0: steps is 0; give a whole number of at least 1");
    }
}
