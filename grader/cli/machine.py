"""`grader devices`."""

from __future__ import annotations

import os

from grader.cli.common import app, course_here, terminal


@app.command()
def devices() -> None:
    """Show what this machine can compute on: its GPUs, and the backends of the runtimes."""
    from grader.course.lesson import discover
    from grader.sandbox import devices
    from grader.sandbox.runtimes import installed

    console = terminal()
    console.print(f"cores     {len(os.sched_getaffinity(0))}", markup=False)
    found, why = devices.gpus()
    for gpu in found:
        said = f"GPU       {gpu.name}, {gpu.used_mb} of {gpu.memory_mb} MiB in use, driver {gpu.driver}"
        console.print(said, markup=False)
    if why:
        console.print(f"GPU       {why}", markup=False)
    install = {name: runtime.install_command(name) for runtime in installed() for name in runtime.backends}
    for name, version in devices.backends().items():
        said = version or f"not installed ({install[name]})"
        console.print(f"backend   {name} {said}", markup=False, soft_wrap=True)
    for lesson in discover(course_here()):
        asking = [name for name in lesson.profiles if lesson.device(name) == "gpu"]
        if asking:
            console.print(f"on a GPU  {lesson.id} --profile {', '.join(asking)}", markup=False)
