"""`report`: one line of progress from a training loop.

While a submission is judged, the sandbox puts its own `report` in this place, which prints nothing: the point goes to
the progress bar, the verdict and the curve in the report.
"""

from __future__ import annotations

from typing import Any


def report(step: int, loss: Any = None, accuracy: Any = None) -> None:
    """Print one line, such as ``step 200  loss 0.2871  accuracy 92.1%``.

    `loss` is the mean loss, `accuracy` a fraction between 0 and 1; both may be Python numbers, arrays or tensors of one
    element, or left out. Raises TypeError or ValueError if a value is not one number.
    """
    parts = [f"step {int(step)}"]
    if loss is not None:
        parts.append(f"loss {float(loss):.4f}")
    if accuracy is not None:
        parts.append(f"accuracy {float(accuracy):.1%}")
    print("  ".join(parts), flush=True)
