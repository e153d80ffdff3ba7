"""Walks through lessons in JupyterLab with the panel, in a real browser: and where it breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.accessibility import stumbles
from tests.jupyter.walking import Lab, Student, a_lab, answer, fill
from tests.nbgrader.course import Course

WALK = pytest.mark.proof("walks")
OURS = [".gatehouse"]
CELL = """cell = keras.layers.LSTMCell(a)
x = np.random.normal(size=(b, c)).astype("float32")
out, (h, state) = cell(x, cell.get_initial_state(batch_size=b))
print(out)
print(h)"""
ENDLESS = """    for step in range(1, 1000):
        batch = np.random.randint(len(images), size=BATCH)
        loss, accuracy = model.train_on_batch(images[batch], labels[batch])
        report(step=step, loss=loss, accuracy=accuracy)"""
WIDE = """[...document.querySelectorAll('.gatehouse-markdown mjx-container[display] > mjx-math')]
    .some(one => one.offsetWidth > one.closest('.gatehouse-markdown').clientWidth)"""  # formulas that are cut off
SPACE = "one => getComputedStyle(one).whiteSpace"
SIGMOID = "return 0.5 * (1 + np.tanh(z / 2))"


@WALK
def test_a_keras_cell_wrong_understood_and_right(browser: Any, lab: Lab) -> None:
    """Lesson 03: the output is printed, and then h, which is the same."""
    fill(lab.workspace, "en", {"03-lstm-cell": None})
    lab.use("en")
    student = Student(browser, lab, "03-en")
    student.click(".gatehouse-path .gatehouse-open button")
    student.see(".gatehouse-markdown mjx-container")
    student.write_below("**** Begin", CELL)
    student.check()
    assert "the same state" in student.see(".gatehouse-diagnosis").inner_text()
    assert stumbles(student.page, OURS) == []
    student.picture("wrong")
    student.click(".gatehouse-line")
    student.page.wait_for_function("() => document.activeElement.closest('.jp-CodeCell')")
    student.write_over("print(h)", "print(state)")
    student.press("Control+Shift+Enter")
    student.see(".gatehouse-summary.gatehouse-passed")
    student.see(".gatehouse-after")
    student.picture("passed")
    assert stumbles(student.page, OURS) == []

    # `%check` is there though nobody ran the cell that loads it, and leaves the panel as it looks.
    before = student.see(".gatehouse-checks").bounding_box()
    student.code("%check").click()
    student.press("Shift+Enter")
    student.see(".gatehouse-table table")
    assert student.see(".gatehouse-checks").bounding_box() == before
    student.click(".gatehouse-head .gatehouse-icon")
    student.see(".gatehouse-path .gatehouse-passed")
    student.leave()


@WALK
def test_a_training_is_watched_stopped_and_mended(browser: Any, lab: Lab) -> None:
    """Lesson 05 trains on real digits, far longer than it is asked to; the warm process outlives what was stopped."""
    lesson = "05-single-layer-mnist"
    fill(lab.workspace, "zh", {lesson: [], "02-gate-math": []})
    answer(lab.workspace / lesson / "single_layer.ipynb", {"train": ENDLESS})
    lab.use("zh", "Dark")
    student = Student(browser, lab, "training")
    student.click(".gatehouse-path button", "用一层 LSTM 识别手写数字")
    student.code("in range").wait_for()
    student.click(".gatehouse-check.jp-mod-accept")
    curve = student.see(".gatehouse-curves polyline")
    student.until(lambda: len((curve.get_attribute("points") or "").split()) > 5)
    assert stumbles(student.page, OURS) == []
    student.picture("training")
    student.click(".gatehouse-check.jp-mod-warn")
    assert "已停止" in student.ended()
    student.picture("stopped")

    # Another gate at once; then the training again, as it is asked for.
    student.click(".gatehouse-head .gatehouse-icon")
    student.click(".gatehouse-path button", "门的数学")
    student.code("Begin sigmoid").wait_for()
    assert "公开检查全部通过" in student.check()
    student.click(".gatehouse-head .gatehouse-icon")
    student.click(".gatehouse-path button", "用一层 LSTM 识别手写数字")
    student.write_over("in range", "for step in range(1, iterations + 1):")
    assert "公开检查全部通过" in student.check()
    student.leave()


@WALK
def test_the_server_goes_in_the_middle_of_a_check_and_comes_back(browser: Any, lab: Lab) -> None:
    fill(lab.workspace, "en", {"02-gate-math": ["sigmoid"]})
    lab.use("en")
    student = Student(browser, lab, "lost")
    student.click(".gatehouse-path .gatehouse-started button")
    student.write_below("Begin sigmoid", "import time; time.sleep(20); " + SIGMOID)
    student.click(".gatehouse-check")
    student.see(".gatehouse-checks .gatehouse-waiting")
    lab.lose()
    student.see(".jp-Dialog", "Server Connection Error")
    student.picture("gone")
    student.click(".jp-Dialog .jp-Dialog-checkbox")  # it would come again and again
    student.click(".jp-Dialog button", "Close")
    lab.start()
    student.see(".gatehouse-check.jp-mod-accept")
    student.picture("back")
    said = student.see(".gatehouse").inner_text()
    assert "check again" in said or "does not answer" in said, said  # as the server came back soon, or late
    assert stumbles(student.page, OURS) == []

    # What was written is still there, and is checked as before.
    student.write_over("time.sleep", SIGMOID)
    assert "All public checks pass" in student.check()
    student.picture("again")
    student.page.close()


@WALK
def test_who_breaks_everything_goes_on_with_what_is_open(browser: Any, lab: Lab) -> None:
    """A double click, the file deleted beside the lab, then the notebook renamed in it: what is in front is checked."""
    fill(lab.workspace, "en", {"02-gate-math": ["sigmoid"]})
    lab.use("en")
    student = Student(browser, lab, "breaker")
    assert student.page.locator("text=Create Assignment").count() == 0
    student.click(".gatehouse-path .gatehouse-started button")
    student.write_below("Begin sigmoid", SIGMOID)
    student.see(".gatehouse-check.jp-mod-accept").dblclick()
    assert "All public checks pass" in student.ended()
    assert student.page.locator(".jp-NotebookPanel-toolbar", has_text="Validate").count() == 0

    notebook = lab.workspace / "02-gate-math" / "gate_math.ipynb"
    notebook.unlink()
    student.write_over("np.tanh(z / 2)", "return z")
    assert "7 of 8" in student.check()
    notebook.rename(notebook.with_name("mine.ipynb"))
    student.page.goto(f"{lab.url}lab/tree/02-gate-math/mine.ipynb")
    student.write_over("return z", SIGMOID)
    assert "All public checks pass" in student.check()
    student.picture("mine")
    student.leave()


@WALK
@pytest.mark.parametrize(("locale", "theme"), [("zh_CN", "Light"), ("en", "Dark")])
def test_the_panel_speaks_as_jupyterlab_does(browser: Any, lab: Lab, locale: str, theme: str) -> None:
    """JupyterLab's language pack, and nothing chosen in the panel; what is then chosen there stays after a reload."""
    lang = locale[:2]
    fill(lab.workspace, lang, {"02-gate-math": None, "03-lstm-cell": None})
    lab.use(lang, theme, locale)
    student = Student(browser, lab, f"locale-{locale}", width=1024, height=700)
    menu = student.see(".lm-MenuBar-item").inner_text()
    assert menu == {"zh": "文件", "en": "File"}[lang]
    head = student.see(".gatehouse-head h2")
    assert head.is_visible()
    state = {"zh": "可以开始", "en": "open"}[lang]
    student.see(".gatehouse-path li .gatehouse-said", state)
    assert stumbles(student.page, OURS) == []
    student.picture("path")
    student.click(".gatehouse-path button")
    student.see(".gatehouse-markdown h1, .gatehouse-markdown h2")
    student.see(".gatehouse-markdown mjx-container[display]")
    student.page.wait_for_function(f"() => !{WIDE}")
    assert student.page.locator(".gatehouse-markdown pre code").first.evaluate(SPACE) == "pre", "columns stay columns"
    assert stumbles(student.page, OURS) == []
    student.picture("task")
    student.click(".gatehouse-language")
    other = {"zh": "Check", "en": "评测"}[lang]
    student.see(".gatehouse-check", other)
    student.page.reload()
    student.see(".gatehouse-check", other)
    student.leave()


@WALK
def test_with_the_keyboard_alone(browser: Any, lab: Lab) -> None:
    """To the panel, to a gate, into its code, and back to the results; the focus is always somewhere."""
    fill(lab.workspace, "en", {"02-gate-math": ["sigmoid"], "03-lstm-cell": None})
    lab.use("en", "Dark")
    student = Student(browser, lab, "keyboard")
    student.see(".gatehouse-path li")
    student.press("Control+Alt+g")
    assert student.focus() == "BUTTON"
    student.press("Enter")
    student.see(".jp-Notebook .jp-CodeCell")
    student.see(".gatehouse-markdown")
    begin = student.code("**** Begin sigmoid")
    begin.wait_for()
    student.page.wait_for_function("() => document.activeElement.closest('.jp-Notebook .jp-mod-active')")
    assert "Begin sigmoid" in student.page.locator(".jp-Cell:focus").inner_text()
    student.press("Control+Alt+g")
    assert student.page.evaluate("() => document.activeElement.id") == "gatehouse-tab-task"
    student.press("Control+Alt+g")
    student.page.wait_for_function("() => document.activeElement.closest('.jp-Notebook .jp-mod-active')")

    # From the cell that is in front to the line below Begin, by keys.
    while "Begin sigmoid" not in student.page.locator(".jp-Cell.jp-mod-active").inner_text():
        student.press("ArrowDown")
    student.press("Enter", "Control+Home")
    for _ in range(2):
        student.press("ArrowDown")
    student.press("End", "Enter")
    student.type("return 1 / (1 + np.exp(z))")
    student.press("Control+Shift+Enter")
    student.ended()
    student.press("Control+Alt+g")
    assert student.page.evaluate("() => document.activeElement.id") == "gatehouse-tab-results"

    # The link of the diagnosis leads to the line; there it is written anew.
    for _ in range(10):
        student.press("Tab")
        if student.page.evaluate("() => document.activeElement.classList.contains('gatehouse-line')"):
            break
    student.press("Enter")
    student.page.wait_for_function("() => document.activeElement.closest('.jp-CodeCell')")
    student.press("Home", "Shift+End")
    student.type(SIGMOID)
    student.press("Control+Shift+Enter")
    assert "All public checks pass" in student.ended()
    student.picture("passed")
    assert stumbles(student.page, OURS) == []
    student.leave()


@WALK
def test_notebook_7_has_the_same_panel(browser: Any, tmp_path: Path) -> None:
    with a_lab(tmp_path, "notebook") as lab:
        fill(lab.workspace, "zh", {"02-gate-math": ["sigmoid"]})
        lab.use("zh", "Dark")
        student = Student(browser, lab, "notebook-7", path="notebooks/02-gate-math/gate_math.ipynb")
        student.see(".jp-Notebook .jp-CodeCell")
        student.see(".gatehouse-markdown mjx-container")
        student.picture("task")
        student.write_below("**** Begin sigmoid", SIGMOID)
        assert "公开检查全部通过" in student.check()
        assert stumbles(student.page, OURS) == []
        student.picture("passed")
        student.leave(theirs="reading 'schema'")  # its own shortcuts plug-in, also where there is no panel


@WALK
def test_handed_in_through_the_exchange_and_given_back(browser: Any, tmp_path: Path) -> None:
    """Fetched, answered, handed in and read again from the panel; the instructor uses nbgrader's own commands."""
    course = Course.make(tmp_path / "course")
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    config = course.home / "nbgrader_config.py"
    root = f"c.Exchange.root = {str(exchange)!r}\nc.ExchangeCollect.check_owner = False\nimport grader"
    config.write_text(config.read_text().replace("import grader", root))
    course.nbgrader("release_assignment", course.lesson)
    with a_lab(tmp_path) as lab:
        own = [
            "c = get_config()", f"c.Exchange.root = {str(exchange)!r}", "c.CourseDirectory.course_id = 'nbgrader'",
            f"c.Exchange.cache = {str(tmp_path / 'cache')!r}",
        ]  # fmt: skip
        (lab.workspace / "nbgrader_config.py").write_text("\n".join(own))
        lab.use("en")
        student = Student(browser, lab, "exchange")
        student.see(".jp-Launcher")
        student.press("Control+Alt+g")
        student.click(".gatehouse-assignments button", "Look for assignments")
        student.click(".gatehouse-assignments button", "Fetch")
        student.code("raise NotImplementedError").wait_for()  # it is opened, and the panel shows its gate
        student.see(".gatehouse-tabs")
        student.picture("fetched")
        student.write_over("raise NotImplementedError", "return x**2")
        student.check()
        assert "you square the elements" in student.see(".gatehouse-diagnosis").inner_text()
        student.click("#gatehouse-tab-hand-in")
        student.click(".gatehouse-content > .jp-mod-accept", "Hand in")
        student.see(".gatehouse-content > .gatehouse-message")
        student.picture("handed-in")

        for command in ("collect", "autograde", "generate_feedback", "release_feedback"):
            course.nbgrader(command, course.lesson)
        student.click("#gatehouse-tab-task")
        student.click("#gatehouse-tab-hand-in")
        student.click(".gatehouse-content button", "Fetch the feedback")
        page = student.page.frame_locator(".jp-HTMLViewer iframe")
        page.get_by_text("you square the elements").first.wait_for()
        student.picture("given-back")
        student.leave()
