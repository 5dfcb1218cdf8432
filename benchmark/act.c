/* How long an action takes a C program, for act.sh. Prints microseconds an action: the median of rounds. */
#define POLICY_SELF_TEST
#include "policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 31, ACTIONS = 10000 };

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

int main(void)
{
    float observation[POLICY_OBSERVATION_SIZE], action[POLICY_ACTION_SIZE];
    double times[ROUNDS];
    for (int i = 0; i < POLICY_OBSERVATION_SIZE; i++) {
        observation[i] = policy_golden_observation[i];
    }
    for (int round = 0; round < ROUNDS; round++) {
        double start = seconds();
        for (int i = 0; i < ACTIONS; i++) {
            policy_act(observation, action);
            /* What is observed follows from what was done, so that no action can be left out or moved. */
            observation[0] = action[0];
        }
        times[round] = (seconds() - start) * 1e6 / ACTIONS;
    }
    qsort(times, ROUNDS, sizeof times[0], compare);
    if (!(policy_self_test() <= 1e-5f)) {
        fprintf(stderr, "act: the policy fails its test\n");
        return 1;
    }
    printf("%.3f\n", times[ROUNDS / 2]);
    return 0;
}
