"""Grade attacks one by one at one level of the sandbox, and print the verdicts as JSON, a line for each.

    python -m tests.attacks.at_level process NAME...
    python -m tests.sandbox.ordinary --no-namespaces python -m tests.attacks.at_level container NAME...
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from grader.course.lesson import load_lesson
from grader.grading.judge import Options, Servers, grade_submission
from tests.attacks import corpus


def main(level: str, names: list[str]) -> None:
    highest = "strict" if level == "container" else level  # `container` is where nothing higher can be had
    with tempfile.TemporaryDirectory() as folder, Servers(level, highest) as servers:
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
    main(sys.argv[1], sys.argv[2:])
