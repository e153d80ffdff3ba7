"""Writes grader/sandbox/syscalls.py, the numbers of the system calls, from the headers of a kernel.

    python scripts/syscall_tables.py SOURCE X86_64_HEADER AARCH64_HEADER

In Debian's package linux-libc-dev these are `usr/lib/linux/uapi/x86/asm/unistd_64.h` and `.../arm64/asm/unistd_64.h`;
before Linux 6.11 the second was `usr/include/asm-generic/unistd.h`. SOURCE says which kernel they are from.
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "grader" / "sandbox" / "syscalls.py"
_DEFINED = re.compile(r"^\s*#\s*define\s+__NR(3264)?_(\w+)\s+(\d+)\b", re.M)
_RENAMED = re.compile(r"^\s*#\s*define\s+__NR_(\w+)\s+__NR3264_(\w+)\s*$", re.M)
# The last are calls of 32-bit programs.
_NO_CALLS = re.compile(r"syscalls|arch_specific_syscall|\w+_time64|clock_\w+64|timer_\w+64|timerfd_\w+64")


def numbers(header: str) -> dict[str, int]:
    """What a header for 64-bit programs defines: name -> number, by number. The generic one names some by size."""
    found = {name: int(number) for sized, name, number in _DEFINED.findall(header) if not sized}
    of_both = {name: int(number) for sized, name, number in _DEFINED.findall(header) if sized}
    wide = header.partition("__BITS_PER_LONG == 64 && !defined(__SYSCALL_COMPAT)\n#define __NR_fcntl ")
    names = _RENAMED.findall((wide[1] + wide[2]).partition("#else")[0])
    found |= {name: of_both[origin] for name, origin in names if origin in of_both}
    calls = {name: number for name, number in found.items() if not _NO_CALLS.fullmatch(name)}
    return dict(sorted(calls.items(), key=lambda call: call[1]))


def table(name: str, calls: dict[str, int]) -> str:
    entries = " ".join(f'"{call}": {number},'.replace(" ", "\0") for call, number in calls.items())
    lines = textwrap.wrap(entries, 116, break_long_words=False, break_on_hyphens=False)
    body = "\n".join(f"    {line}" for line in lines).replace("\0", " ")
    return f"{name} = {{\n{body}\n}}  # fmt: skip\n"


def module(source: str, x86_64: str, aarch64: str) -> str:
    return (
        f'"""Numbers of the system calls, from {source}. Written by scripts/syscall_tables.py."""\n\n'
        + table("X86_64", numbers(x86_64))
        + "\n"
        + table("AARCH64", numbers(aarch64))
    )


if __name__ == "__main__":
    TARGET.write_text(module(sys.argv[1], *(Path(path).read_text() for path in sys.argv[2:4])), encoding="utf-8")
