/* Words to the host, by semihosting: a debugger or emulator carries them out. On a board of your own, use its UART. */
#ifndef HOST_H
#define HOST_H

#include <stdint.h>

static inline void host_call(uint32_t operation, uintptr_t argument)
{
    register uint32_t r0 __asm__("r0") = operation;
    register uintptr_t r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

static inline void host_write(const char *text)
{
    host_call(0x04, (uintptr_t)text);
}

/* Ends the program; 0 says that all is well. */
static inline void host_exit(int code)
{
    host_call(0x18, code == 0 ? 0x20026 : 0x20023);
    for (;;) {
    }
}

/* A number of up to ten digits, and what follows it. */
static inline void host_number(uint32_t number, const char *after)
{
    char digits[11];
    int i = 10;
    digits[10] = '\0';
    do {
        digits[--i] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    host_write(digits + i);
    host_write(after);
}

/* All bits of a number, as 8 hexadecimal digits, and what follows them. */
static inline void host_bits(float number, const char *after)
{
    union {
        float number;
        uint32_t bits;
    } same = {number};
    char digits[9];
    for (int i = 0; i < 8; i++) {
        digits[i] = "0123456789abcdef"[(same.bits >> (28 - 4 * i)) & 15];
    }
    digits[8] = '\0';
    host_write(digits);
    host_write(after);
}

#endif
