package dev.espalier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work that may be done elsewhere is done once, waited for, and cleaned up. */
@Timeout(60)
class ForkTest {

    private static Compute compute(int helpers) {
        return Compute.on(Compute.Kind.CPU, 1 + helpers, 1);
    }

    private static Tensor tensor(float... values) {
        return Tensors.of(compute(0), values, values.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void resultsLiveUntilTheForkIsClosed(int helpers) {
        Compute compute = compute(helpers);
        try (Scope _ = Scope.open()) {
            Tensor read = tensor(1, 2);
            List<Tensor> onTheWay = Collections.synchronizedList(new ArrayList<>());
            Tensor result;
            try (Fork<Tensor> fork = compute.fork(() -> {
                onTheWay.add(tensor(3, 4));
                return read.add(onTheWay.getFirst());
            })) {
                result = fork.join();
                assertThat(fork.join()).as("a second join gives the same").isSameAs(result);
                assertThat(Tensors.toFloats(result)).containsExactly(4, 6);
            }
            assertThat(result.isNull()).isTrue();
            assertThat(onTheWay)
                    .singleElement()
                    .satisfies(tensor -> assertThat(tensor.isNull()).isTrue());
            assertThat(Tensors.toFloats(read)).containsExactly(1, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void forksMayJoinOthersHoweverFewThreadsThereAre(int helpers) {
        Compute compute = compute(helpers);
        var runs = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            try (Fork<Integer> first = compute.fork(runs::incrementAndGet);
                    Fork<Integer> second = compute.fork(() -> first.join() + 1);
                    Fork<Integer> third = compute.fork(() -> first.join() + second.join())) {
                int value = first.join();
                assertThat(third.join()).isEqualTo(2 * value + 1);
            }
        }
        assertThat(runs).as("each is done once").hasValue(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void gradientsAreRecordedByTheCallerAndByAHelper(int helpers) {
        Compute compute = compute(helpers);
        Tensor leaf = tensor(2).requires_grad_(true);
        try (Scope _ = Scope.withoutGradients();
                Fork<Tensor> fork = compute.fork(leaf::square)) {
            assertThat(fork.join().requires_grad()).isTrue();
            assertThat(leaf.square().requires_grad())
                    .as("the caller's scope goes on")
                    .isFalse();
        }
    }

    @Test
    void helpersWorkWhileTheCallerGoesOn() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var caller = Thread.currentThread();
        try (Fork<Thread> fork = compute(1).fork(() -> {
            begun.countDown();
            return Thread.currentThread();
        })) {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(fork.join()).isNotSameAs(caller);
        }
        try (Fork<Thread> fork = compute(0).fork(Thread::currentThread)) {
            assertThat(fork.join()).isSameAs(caller);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void eachJoinThrowsTheFailureOfTheWorkAndNothingIsLeftBehind(int helpers) {
        List<Tensor> onTheWay = Collections.synchronizedList(new ArrayList<>());
        var failure = new IllegalStateException("of the work");
        try (Fork<Tensor> fork = compute(helpers).fork(() -> {
            onTheWay.add(tensor(1));
            throw failure;
        })) {
            assertThatThrownBy(fork::join).isSameAs(failure);
            assertThatThrownBy(fork::join).isSameAs(failure);
        }
        assertThat(onTheWay)
                .singleElement()
                .satisfies(tensor -> assertThat(tensor.isNull()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void togetherAllPiecesAreDoneOnce(int helpers) {
        Compute compute = compute(helpers);
        AtomicInteger[] runs = Stream.generate(AtomicInteger::new).limit(5).toArray(AtomicInteger[]::new);

        for (int i = 0; i < 200; i++) {
            compute.together(List.of(runs), AtomicInteger::incrementAndGet);
        }

        assertThat(runs).allSatisfy(run -> assertThat(run).hasValue(200));
    }

    /** Otherwise what the piece under way reads could be freed under it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatFailsTogetherIsToldWhenNothingRunsAnyMoreAndLeavesNothingBehind(int helpers) {
        List<Tensor> onTheWay = Collections.synchronizedList(new ArrayList<>());
        var failure = new IllegalStateException("of a piece");
        var begun = new CountDownLatch(1);
        var ended = new AtomicBoolean();

        Runnable slow = () -> {
            onTheWay.add(tensor(1).add(tensor(2)));
            begun.countDown();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            ended.set(true);
        };
        Runnable failing = () -> {
            await(begun);
            throw failure;
        };

        assertThatThrownBy(() -> compute(helpers).together(List.of(slow, failing), Runnable::run))
                .isSameAs(failure);

        assertThat(ended).isTrue();
        assertThat(onTheWay)
                .singleElement()
                .satisfies(tensor -> assertThat(tensor.isNull()).isTrue());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The scope of what the work reads ends next. */
    @Test
    void closingWaitsForWorkThatHasBegun() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var proceed = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        Fork<Integer> fork = compute(1).fork(() -> {
            begun.countDown();
            try {
                proceed.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            ended.set(true);
            return 1;
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        var closer = new Thread(fork::close);
        closer.start();
        closer.join(200);
        assertThat(closer.isAlive()).isTrue();
        proceed.countDown();
        closer.join();
        assertThat(ended).isTrue();
    }

    @Test
    void workThatNobodyHasBegunIsNotBegunBecauseOfTheEnd() {
        var runs = new AtomicInteger();
        Fork<Integer> fork = compute(0).fork(runs::incrementAndGet);

        fork.close();
        fork.run();

        assertThat(runs).hasValue(0);
        assertThatThrownBy(fork::join).hasMessage("the fork was closed");
    }
}
