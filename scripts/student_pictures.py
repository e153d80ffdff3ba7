"""Make the pictures of docs/students.md and docs/students.zh.md again, from a student's walk through lesson 3.

python scripts/student_pictures.py     needs Chromium and the dev extra; look at each picture before you commit it
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from grader.jupyter.workspace import build_workspace  # noqa: E402
from tests.in_browser import browser  # noqa: E402
from tests.jupyter.walking import Student, a_lab  # noqa: E402

TARGET = ROOT / "docs" / "pictures"
COLOURS = 64  # of a picture's palette: text stays sharp, and a picture has less than 80 kB
GATES = {"zh": "看见 h 和 c", "en": "see h and c"}
LOCALES = {"zh": "zh_CN", "en": "default"}
WRONG = """cell = keras.layers.LSTMCell(a)
x = np.random.normal(size=(b, c)).astype("float32")
out, (h, state) = cell(x, cell.get_initial_state(batch_size=b))
print(out)
print(h)"""


def picture(student: Student, name: str) -> None:
    """What the browser shows, as a PNG with a palette."""
    student.page.mouse.move(0, 0)
    student.page.wait_for_timeout(1000)
    seen = Image.open(io.BytesIO(student.page.screenshot())).convert("RGB")
    TARGET.mkdir(exist_ok=True)
    seen.quantize(COLOURS, dither=Image.Dither.NONE).save(TARGET / f"{name}.{student.about}.png", optimize=True)


def walk(student: Student, lang: str) -> None:
    student.see(".gatehouse-path li")
    picture(student, "gates")
    student.click(".gatehouse-path button", GATES[lang])
    student.see(".gatehouse-markdown h1")
    student.write_below("**** Begin", WRONG)
    student.check()
    picture(student, "wrong")
    student.click(".gatehouse-line")
    student.write_over("print(h)", "print(state)")
    student.check()
    student.see(".gatehouse-after")
    picture(student, "passed")
    student.click("#gatehouse-tab-hand-in")
    student.click(".gatehouse-content > .jp-mod-accept")
    student.see(".gatehouse-content > .gatehouse-message")
    picture(student, "handed-in")


def main() -> None:
    for lang, locale in LOCALES.items():
        with tempfile.TemporaryDirectory() as folder, browser() as chromium, a_lab(Path(folder)) as lab:
            build_workspace(ROOT, lab.workspace, lang)
            lab.use(lang, "Light", locale)
            student = Student(chromium, lab, lang, width=1200, height=720)
            walk(student, lang)
            student.leave()


if __name__ == "__main__":
    main()
