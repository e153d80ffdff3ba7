"""The version of the grader's judging: what a verdict, or a proof of a lesson's checks, was reached with.

Raise it when the same submission, lesson and seed could get another verdict than before: another score, outcome or
diagnosis, or the same after another draw. It is written into every verdict; verdicts and records of mutants that were
reached with another one are old, and what they are about is judged again. A new sentence, report or option is no
reason to raise it.
"""

from __future__ import annotations

# 0  what was judged before verdicts said with which version
# 1  seeds of 128 random bits; limits on judging are held from outside; nobody chooses what measures them
JUDGING_VERSION = 1
