"""What the author of a file should know about a place in it: why a region is not read, or how something was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from grader.messages.sentences import Deferred, say
from grader.messages.text import Text


@dataclass(frozen=True)
class Slip:
    """`message` has a blank for each of `places`, which maps it to a 1-based line of the text. `in_code` says that the
    line is code that is wrong, and not a marker."""

    message: Deferred
    places: Mapping[str, int] = field(default_factory=dict)
    in_code: bool = False

    @property
    def line(self) -> int | None:
        """The line that it names first."""
        return next(iter(self.places.values()), None)

    def located(self, where: Callable[[int], Text]) -> Text:
        """The message, its lines named by `where`: pass `Submission.where` to name a notebook's cells."""
        return self.message.say(**{name: where(line) for name, line in self.places.items()})

    @property
    def text(self) -> Text:
        return self.located(lambda line: say("line {line}", line=line))
