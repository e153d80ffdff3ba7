"""Grade attacks one by one at one level of the sandbox, and print the verdicts as JSON, a line for each.

python -m tests.attacks.at_level process NAME...
python -m tests.sandbox.ordinary --no-namespaces python -m tests.attacks.at_level container NAME...
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from grader.course.lesson import load_lesson
from grader.grading.judge import grade_submission
from grader.grading.servers import Servers
from grader.grading.task import Policy
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
                path, policy = attack.place(place), Policy(level=level, forced=level == "process")
                lesson = lessons[attack.lesson]
                verdict = grade_submission(lesson, path, servers.get, policy, seed=corpus.SEED, student=attack.name)
                print(verdict.model_dump_json(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
