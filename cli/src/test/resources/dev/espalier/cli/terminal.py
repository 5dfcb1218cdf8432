"""Runs a command on a terminal, types Ctrl-C once it has shown a text, and exits with the command's code.

usage: terminal.py TEXT COMMAND [ARGUMENT...]
"""

import fcntl
import os
import pty
import struct
import sys
import termios

wanted = sys.argv[1].encode()
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 120, 0, 0))

shown = b""
typed = False
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:  # Linux reports the end of a terminal so.
        break
    if not chunk:
        break
    shown += chunk
    if not typed and wanted in shown:
        typed = True
        os.write(terminal, b"\x03")

_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(shown)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
