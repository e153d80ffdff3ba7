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
    styles: Annotated[
        int,
        typer.Option(min=0, help="Seeds of each other right answer (at least 3; the worst gets as many as --runs)."),
    ] = 0,
    jobs: JobsOption = None,
    profile: ProfileOption = "cpu",
) -> None:
    """Train the reference and the wrong answers with many seeds; write spread, threshold and plot beside the lesson.

    Each training is kept below build/calibration as soon as it has ended: after a stop, the same command goes on.
    """
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

    def found(kept: int, wanted: int) -> None:
        console.print(f"{kept} of {wanted} trainings are kept of an earlier run, below build/calibration", markup=False)

    report = run(course, chosen, runs, styles=styles, profile=profile, workers=jobs, on_verdict=done, on_kept=found)
    path = path_of(chosen)
    write_atomically(path.with_suffix(".svg"), calibration_chart(Calibration.read(chosen).model_dump(mode="json")))
    for name, measured in report.record.measures.items():
        right = measured.right
        console.print(
            f"{name}: {right.mean:.4f} ± {right.sd:.4f} over {right.n} seeds, so {measured.key} = {measured.limit:g}"
            + ("" if measured.separation is None else f"; {measured.separation:+.3f} from the best wrong answer"),
            markup=False,
        )
        if measured.styles and (rejects := measured.false_rejects):
            console.print(
                f"    {rejects.missed} of {rejects.trainings} right trainings miss it; to be expected: "
                f"{rejects.rate:.1g}, of {rejects.worst} {rejects.worst_rate:.1g}",
                markup=False,
            )
    for problem in report.problems:
        console.print(f"    {problem}", markup=False)
    console.print(f"written: {path}", markup=False, soft_wrap=True)
    raise typer.Exit(FAILED if report.problems else OK)
