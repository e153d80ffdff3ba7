"""Why there are no other processes and no network: a sentence instead of "Operation not permitted".

The wall refuses both. This only says so, in the exception that the cell then ends with.
"""

from __future__ import annotations

import errno
import sys

_PROCESSES = frozenset(
    "subprocess.Popen os.system os.fork os.forkpty os.posix_spawn os.spawn os.exec pty.spawn".split()
)
_NETWORK = frozenset(
    """
    socket.connect socket.bind socket.getaddrinfo socket.gethostbyname socket.gethostbyaddr socket.sendto
    urllib.Request http.client.connect ftplib.connect smtplib.connect
    """.split()
)


def install(sentences: dict[str, str]) -> None:
    """Say sentences["process"] or sentences["network"] from here on."""
    process, network = sentences["process"], sentences["network"]

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event in _PROCESSES:
            raise PermissionError(errno.EPERM, process)
        if event in _NETWORK:
            raise PermissionError(errno.EPERM, network)

    sys.addaudithook(hear)
