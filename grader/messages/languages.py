"""Which languages there are, what they are called, and which one this machine's user reads."""

from __future__ import annotations

import os

from grader.messages.catalogue import languages
from grader.messages.sentences import say_in

_SETTINGS = ("GATEHOUSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def names() -> dict[str, str]:
    """Each language's code -> what it calls itself; the code, if its catalogue does not say."""
    own = say_in("this language's name for itself", "English").by_language
    return {code: own.get(code, code) for code in languages()}


def default_language() -> str:
    """The language of ``GATEHOUSE_LANG``, else of the locale; English if there is no catalogue for it."""
    wanted = next((os.environ[name] for name in _SETTINGS if os.environ.get(name)), "")
    code = wanted.split(".")[0].split("@")[0].replace("_", "-").lower()  # zh_CN.UTF-8 -> zh-cn
    known = {each.lower(): each for each in languages()}
    return known.get(code) or known.get(code.split("-")[0]) or "en"


__all__ = ["default_language", "languages", "names"]
