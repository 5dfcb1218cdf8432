package dev.espalier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskScopeTest {

    private static Compute compute(int threads) {
        return Compute.on(Compute.Kind.CPU, threads, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void whatTheScopeAndItsForksMadeIsFreedWithIt(int threads) {
        Compute compute = compute(threads);
        Tensor ofCaller;
        Tensor ofFork;
        try (TaskScope scope = TaskScope.open(compute)) {
            ofCaller = Tensors.of(compute, new float[] {1, 2}, 2);
            Tensor read = ofCaller;
            Fork<Tensor> fork = scope.fork(() -> read.add(read));
            ofFork = fork.join();
            assertThat(Tensors.toFloats(ofFork)).containsExactly(2, 4);
        }
        assertThat(ofCaller.isNull()).isTrue();
        assertThat(ofFork.isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void aFailureOfTheCallerIsToldWhenNothingRunsAnyMore(int threads) {
        var begun = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        List<RuntimeException> failures = Collections.synchronizedList(new ArrayList<>());
        var failure = new IllegalStateException("of the caller");

        assertThatThrownBy(() -> {
                    try (TaskScope scope = TaskScope.open(compute(threads))) {
                        Fork<Integer> slow = scope.fork(() -> {
                            begun.countDown();
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                            ended.set(true);
                            return 1;
                        });
                        scope.fork(() -> {
                            try {
                                return slow.join();
                            } catch (RuntimeException e) {
                                failures.add(e);
                                throw e;
                            }
                        });
                        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
                        throw failure;
                    }
                })
                .isSameAs(failure);

        assertThat(ended).isTrue();
        assertThat(failures).as("of work that joins other work").isEmpty();
    }

    @Test
    void helpDoesWhatNobodyHasBegunTheLatestFirst() {
        List<String> order = new ArrayList<>();
        try (TaskScope scope = TaskScope.open(compute(1))) {
            Fork<Boolean> first = scope.fork(() -> order.add("first"));
            scope.fork(() -> order.add("second"));
            scope.fork(() -> order.add("third"));
            first.join();

            scope.help();

            assertThat(order).containsExactly("first", "third", "second");
        }
    }

    @Test
    void whatNobodyAskedForIsDropped() {
        var done = new AtomicBoolean();
        try (TaskScope scope = TaskScope.open(compute(1))) {
            scope.fork(() -> {
                done.set(true);
                return 1;
            });
        }
        assertThat(done).isFalse();
    }
}
