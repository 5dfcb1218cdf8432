/*
 * Lets an exported policy act on the observations that its header holds, which are of real episodes, and tells the host
 * the bits of each action, how far they are from the trainer's, the instructions that an action takes and the stack that
 * it needs.
 */
#include <math.h>
#include <stdint.h>

#include "host.h"
#include POLICY_HEADER

/* The names in the header begin with its own: pend_act, PEND_ACTION_SIZE. */
#define JOIN(a, b) a##b
#define NAME(prefix, rest) JOIN(prefix, rest)
#define ACT NAME(POLICY, _act)
#define SELF_TEST NAME(POLICY, _self_test)
#define OBSERVATIONS NAME(POLICY, _golden_observation)
#define OBSERVATION_SIZE NAME(POLICY_UPPER, _OBSERVATION_SIZE)
#define ACTION_SIZE NAME(POLICY_UPPER, _ACTION_SIZE)

enum { ROWS = sizeof OBSERVATIONS / sizeof OBSERVATIONS[0] / OBSERVATION_SIZE };

/* SysTick counts down from 2^24 - 1, at the processor's clock. */
#define TICK_CONTROL (*(volatile uint32_t *)0xE000E010)
#define TICK_RELOAD (*(volatile uint32_t *)0xE000E014)
#define TICK_VALUE (*(volatile uint32_t *)0xE000E018)
#define TICK_MOST 0xFFFFFFu

#define MARK 0xA5A5A5A5u
#define MARKED_BYTES 2048

extern uint32_t bss_end[];

static uint32_t ticks(void (*work)(void))
{
    TICK_RELOAD = TICK_MOST;
    TICK_VALUE = 0;
    TICK_CONTROL = 5;
    uint32_t before = TICK_VALUE;
    work();
    return (before - TICK_VALUE) & TICK_MOST;
}

static volatile float sink;

static void act_on_all(void)
{
    float action[ACTION_SIZE];
    for (int row = 0; row < ROWS; row++) {
        ACT(OBSERVATIONS + row * OBSERVATION_SIZE, action);
        sink = action[0];
    }
}

static void act_on_none(void)
{
    for (int row = 0; row < ROWS; row++) {
        sink = OBSERVATIONS[row * OBSERVATION_SIZE];
    }
}

/* Marks the stack below this function and looks how much of it an action overwrites. */
static __attribute__((noinline)) uint32_t stack_of_an_action(void)
{
    register uint32_t *stack __asm__("sp");
    uint32_t *top = stack - 8;
    uint32_t *bottom = top - MARKED_BYTES / 4;
    if (bottom < bss_end) {
        bottom = bss_end;
    }
    for (volatile uint32_t *word = bottom; word < top; word++) {
        *word = MARK;
    }
    act_on_all();
    uint32_t *untouched = bottom;
    while (untouched < top && *untouched == MARK) {
        untouched++;
    }
    return (uint32_t)(top - untouched) * 4;
}

int main(void)
{
    float action[ACTION_SIZE];
    for (int row = 0; row < ROWS; row++) {
        ACT(OBSERVATIONS + row * OBSERVATION_SIZE, action);
        host_write("action ");
        for (int i = 0; i < ACTION_SIZE; i++) {
            host_bits(action[i], i + 1 < ACTION_SIZE ? "," : "\n");
        }
    }
    float deviation = SELF_TEST();
    host_write("deviation ");
    host_bits(deviation, "\n");
    host_write("ticks ");
    host_number(ticks(act_on_all) - ticks(act_on_none), "\n");
    host_write("rows ");
    host_number(ROWS, "\n");
    host_write("stack ");
    host_number(stack_of_an_action(), "\n");
    float unknown[OBSERVATION_SIZE];
    for (int i = 0; i < OBSERVATION_SIZE; i++) {
        unknown[i] = NAN;
    }
    ACT(unknown, action);
    host_write("unknown ");
    for (int i = 0; i < ACTION_SIZE; i++) {
        host_bits(action[i], i + 1 < ACTION_SIZE ? "," : "\n");
    }
    return 0;
}
