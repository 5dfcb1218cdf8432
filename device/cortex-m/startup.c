/* What runs before main: vectors, memory, the floating-point unit. */
#include <stdint.h>

#include "host.h"

extern uint32_t data_start[], data_end[], data_image[], bss_start[], bss_end[], stack_top[];

int main(void);

static void fault(void)
{
    host_write("fault\n");
    host_exit(1);
}

void reset(void)
{
    uint32_t *from = data_image;
    for (uint32_t *to = data_start; to < data_end; to++) {
        *to = *from++;
    }
    for (uint32_t *to = bss_start; to < bss_end; to++) {
        *to = 0;
    }
#if defined(__ARM_FP)
    /* Coprocessors 10 and 11, which are the floating-point unit. */
    *(volatile uint32_t *)0xE000ED88 |= 0xFu << 20;
    __asm__ volatile("dsb\n isb");
#endif
    host_exit(main());
}

typedef void (*handler)(void);

/* The first stack pointer, then handlers: reset, and one for each fault. */
__attribute__((section(".vectors"), used)) static const struct {
    uint32_t *stack;
    handler handlers[15];
} vectors = {stack_top, {reset, fault, fault, fault, fault, fault}};
