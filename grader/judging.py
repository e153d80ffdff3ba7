"""The version of the grader's judging: what a verdict, or a proof of a lesson's checks, was reached with.

Raise it when the same submission, lesson and seed could get another verdict than before: another score, outcome or
diagnosis, or the same after another draw. It is written into every verdict; verdicts and records of mutants that were
reached with another one are old, and what they are about is judged again. A new sentence, report or option is no
reason to raise it.
"""

from __future__ import annotations

# 1  everything before verdicts said what they were reached with (in those it reads 0)
# 2  seeds of 128 random bits, drawn as text; the limits on judging hold from outside; measures are no longer chosen by
#    the one who is measured
JUDGING_VERSION = 2
