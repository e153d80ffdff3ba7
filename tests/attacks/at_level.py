"""Grade attacks one by one at one level of the sandbox, and print the verdicts as JSON, a line for each.

    python -m tests.attacks.at_level container NAME...

Run by root, it first becomes root of a user namespace of nobody but itself, as in a container that forbids further
namespaces: an interpreter in root's home can then be read, and no other user can be become.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from grader.sandbox import linux


def leave_for_a_namespace_of_one_user() -> None:
    """Before NumPy is imported: a process with threads may not."""
    linux.unshare(linux.CLONE_NEWUSER)
    linux.map_ids(0, 0, 0, 0)


def main(level: str, names: list[str]) -> None:
    from grader.lesson import load_lesson
    from grader.runner import Options, Servers, grade_submission
    from tests.attacks import corpus

    with tempfile.TemporaryDirectory() as folder, Servers(level, level) as servers:
        home = Path(folder)
        course = corpus.make_course(home / "course")
        lessons = {lesson: load_lesson(course, lesson) for lesson in corpus.LIMITS}
        for attack in corpus.attacks():
            if attack.name in names:
                place = home / "class" / attack.name
                place.mkdir(parents=True)
                path, options = attack.place(place), Options(seed=corpus.SEED, forced=level == "process")
                verdict = grade_submission(lessons[attack.lesson], path, servers.get, options, student=attack.name)
                print(verdict.model_dump_json(), flush=True)


if __name__ == "__main__":
    if os.geteuid() == 0:
        leave_for_a_namespace_of_one_user()
    main(sys.argv[1], sys.argv[2:])
