#!/usr/bin/env bash
# Builds an exported policy for microcontrollers and lets it act in an emulator, without any operating system.
set -euo pipefail

usage() {
    cat <<'END'
Usage: device/cortex-m/run.sh POLICY.h [--out DIR]

Compiles the header that 'espalier export --format c' wrote, for a Cortex-M4 with a floating-point unit and for a
Cortex-M0+ without, and lets it act in QEMU on the observations of real episodes that the header holds. Prints bytes of
flash and memory, stack and instructions of an action, and how far actions are from the trainer's.

  --out DIR   for the programs and what they said; default: a temporary folder

Needs: apt install gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm
Exit codes: 0 done, 1 a build or a program failed, 2 bad usage or input.

Example:
  espalier export runs/my-run --format c --out balance.h && device/cortex-m/run.sh balance.h
END
}

fail() {
    local code=$1
    shift
    printf 'run.sh: %s\n' "$@" >&2
    exit "$code"
}

header= out=
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help)
            usage
            exit 0
            ;;
        --out)
            [ $# -ge 2 ] || fail 2 "--out needs a folder."
            out=$2
            shift
            ;;
        -*) fail 2 "there is no option $1; --help lists them." ;;
        *)
            [ -z "$header" ] || fail 2 "one header is enough, but $1 was given after $header."
            header=$1
            ;;
    esac
    shift
done
[ -n "$header" ] || fail 2 "no header was given; 'espalier export RUN --format c --out policy.h' makes one."
[ -r "$header" ] || fail 2 "$header cannot be read; 'espalier export RUN --format c --out $header' makes it."
upper=$(sed -n 's/^#define \([A-Z_][A-Z0-9_]*\)_ACTION_SIZE .*/\1/p' "$header")
[ -n "$upper" ] || fail 2 "$header is no policy that 'espalier export --format c' wrote."
prefix=$(sed -n 's/^static inline void \([a-z_][a-z0-9_]*\)_act(.*/\1/p' "$header")
for tool in arm-none-eabi-gcc arm-none-eabi-size qemu-system-arm; do
    command -v "$tool" >/dev/null ||
        fail 2 "there is no $tool on the PATH: apt install gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm"
done
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "$out" ]; then
    out=$(mktemp -d)
    trap 'rm -rf "$out"' EXIT
fi
mkdir -p "$out"
header=$(cd "$(dirname "$header")" && pwd)/$(basename "$header")

# act BOARD OPTIONS...: builds and runs the program for a board; leaves BOARD.elf, BOARD.txt, BOARD.size.
act() {
    local board=$1
    shift
    (cd "$here" && arm-none-eabi-gcc "$@" -std=c99 -O2 -Wall -Wextra -Werror -ffunction-sections -fdata-sections \
        -fstack-usage -dumpdir "$out/$board." -DPOLICY_HEADER="\"$header\"" -DPOLICY="$prefix" -DPOLICY_UPPER="$upper" \
        -D"${upper}_SELF_TEST" -nostartfiles --specs=nosys.specs -L "$here" -T "$board.ld" -Wl,--gc-sections \
        startup.c main.c -lm -o "$out/$board.elf") || fail 1 "the program for $board could not be built."
    arm-none-eabi-size "$out/$board.elf" >"$out/$board.size"
    # With icount, each instruction takes a nanosecond of the emulated time.
    timeout 300 qemu-system-arm -M "$board" -display none -serial none -monitor none -icount shift=0 \
        -semihosting-config enable=on,target=native -kernel "$out/$board.elf" >"$out/$board.txt" 2>&1 </dev/null ||
        fail 1 "the program for $board failed in the emulator:" "$(tail -n 3 "$out/$board.txt")"
}

act mps2-an386 -mcpu=cortex-m4 -mthumb -mfpu=fpv4-sp-d16 -mfloat-abi=hard
act microbit -mcpu=cortex-m0plus -mthumb
python3 "$here/table.py" "$out" mps2-an386 microbit
