"""`grader calibrate`: set a lesson's thresholds from repeated trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli.common import FAILED, OK, JobsOption, ProfileOption, app, course_here, know_profile, terminal

if TYPE_CHECKING:
    from grader.grading.engine import Job
    from grader.verdict import Verdict


@app.command()
def calibrate(
    lesson: Annotated[str, typer.Argument(help="The lesson.")],
    runs: Annotated[int, typer.Option(min=3, help="Seeds of the reference; wrong answers get half as many.")] = 10,
    jobs: JobsOption = None,
    profile: ProfileOption = "cpu",
) -> None:
    """Train the reference and the wrong answers with many seeds; write spread, threshold and plot beside the lesson."""
    from grader.course.lesson import load_lesson
    from grader.proving.calibrate import calibrate as run
    from grader.proving.calibration import Calibration, path_of
    from grader.reports.strips import calibration_chart
    from grader.verdict import write_atomically

    course = course_here()
    chosen = load_lesson(course, lesson)
    know_profile([chosen], profile)
    console = terminal()

    def done(job: Job, verdict: Verdict) -> None:
        numbers = ", ".join(f"{name} {value:.4g}" for name, value in verdict.measures.items())
        line = f"{job.student}: {numbers or verdict.outcome.value}  ({verdict.timings.wall:.0f} s)"
        console.print(line, markup=False, soft_wrap=True)

    report = run(course, chosen, runs, profile=profile, workers=jobs, on_verdict=done)
    path = path_of(chosen)
    write_atomically(path.with_suffix(".svg"), calibration_chart(Calibration.read(chosen).model_dump(mode="json")))
    for name, measured in report.record.measures.items():
        right = measured.right
        console.print(
            f"{name}: {right.mean:.4f} ± {right.sd:.4f} over {right.n} seeds, so {measured.key} = {measured.limit:g}"
            + ("" if measured.separation is None else f"; {measured.separation:+.3f} from the best wrong answer"),
            markup=False,
        )
    for problem in report.problems:
        console.print(f"    {problem}", markup=False)
    console.print(f"written: {path}", markup=False, soft_wrap=True)
    raise typer.Exit(FAILED if report.problems else OK)
