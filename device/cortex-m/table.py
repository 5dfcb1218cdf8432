"""Makes a table of what the programs on the emulated boards have said."""

import struct
import sys
from pathlib import Path

# The processor that a program is built for, and the nanoseconds between ticks of the board's clock.
BOARDS = {"mps2-an386": ("Cortex-M4F", 40.0), "microbit": ("Cortex-M0+", 62.5)}


def main():
    folder = Path(sys.argv[1])
    print("| processor | flash, bytes | memory, bytes | stack, bytes | instructions an action | from the trainer's |")
    print("|---|--:|--:|--:|--:|--:|")
    for board in sys.argv[2:]:
        processor, tick = BOARDS[board]
        said = dict(line.split(" ", 1) for line in (folder / f"{board}.txt").read_text().splitlines())
        text, data, bss = (int(number) for number in (folder / f"{board}.size").read_text().splitlines()[1].split()[:3])
        # In QEMU an instruction takes a nanosecond.
        instructions = int(said["ticks"]) * tick / int(said["rows"])
        deviation = struct.unpack(">f", bytes.fromhex(said["deviation"]))[0]
        print(f"| {processor} | {text + data} | {data + bss} | {said['stack']} | {instructions:.0f} | {deviation:.1e} |")


if __name__ == "__main__":
    main()
