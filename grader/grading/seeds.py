"""Seeds: what every drawn input of a check, and the sandbox's own randomness, follow from."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Annotated

from pydantic import AfterValidator

_BY_HAND = 2**32  # numbers below, as seeds, are people's; an older grader drew from there to 2**53
_ROUNDS = 1 << 17
_FRESH = re.compile(r"[0-9a-f]{32}")


def fresh_seed() -> str:
    """A new secret seed: 128 random bits as 32 hexadecimal digits, a text that every reader of JSON keeps whole."""
    return secrets.token_hex(16)


def source_of(seed: int | str) -> int:
    """What the checks draw from, and the hash of which seeds the sandbox. Raises ValueError if it is no seed.

    Drawn inputs, and the sandbox's own seed, are seen by code that may try seeds until one gives the same: nobody
    tries 128 bits. A number is used as it is, and can be guessed. One from 2**32 on was drawn by an older grader, which
    stretched it by PBKDF2 (RFC 8018): the verdicts that name it are repeated in the same way.
    """
    if isinstance(seed, str):
        if not _FRESH.fullmatch(seed):
            raise ValueError(f"{seed!r} is no seed: that is a number, or 32 hexadecimal digits")
        return int(seed, 16)
    if seed < _BY_HAND:
        return seed
    return int.from_bytes(hashlib.pbkdf2_hmac("sha256", b"%d" % seed, b"gatehouse", _ROUNDS, 16))


def _is_seed(seed: int | str) -> int | str:
    if isinstance(seed, str):
        source_of(seed)
    return seed


# A number given by hand, or 128 random bits as 32 hexadecimal digits: a text that every reader of JSON keeps whole.
Seed = Annotated[int | str, AfterValidator(_is_seed)]

__all__ = ["Seed", "fresh_seed", "source_of"]
