"""A student's file is opened with care: bounded, no link followed, whatever stands under its name."""

import os
import socket
from pathlib import Path

import pytest

from grader.grading import submission
from grader.grading.submission import read_submission
from grader.source.errors import SubmissionError


@pytest.fixture
def read(tmp_path):
    """Write a file and read it as a submission."""

    def write_and_read(content, name="answer.ipynb", **limits):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_submission(path, **limits)

    return write_and_read


@pytest.fixture
def rejected(read):
    """Write a file that is no submission; the error."""

    def write_and_catch(content, name="answer.ipynb", **limits):
        with pytest.raises(SubmissionError) as caught:
            read(content, name, **limits)
        return check(caught.value)

    return write_and_catch


def check(error: SubmissionError) -> SubmissionError:
    """Every error has two languages and ends in something to do."""
    assert any(verb in error.text.en for verb in ("ubmit", "download")) and "{" not in error.text.en
    assert "请" in error.text.zh and error.text.en == str(error)
    return error


def test_a_large_file_is_not_read(rejected, tmp_path, monkeypatch):
    (tmp_path / "answer.py").touch()
    os.truncate(tmp_path / "answer.py", 50_000_000)
    monkeypatch.setattr(submission.program, "parse", None)
    with pytest.raises(SubmissionError) as caught:
        read_submission(tmp_path / "answer.py")
    assert "5 MB" in str(check(caught.value)) and caught.value.sha256 is None
    assert rejected(b"x" * 11, "answer.py", max_bytes=10).sha256 is None


def test_a_file_of_just_the_largest_size_is_read(read):
    assert read("x" * 10, "answer.py", max_bytes=10).text == "x" * 10


def test_a_file_that_grows_while_it_is_read_is_too_large(rejected, monkeypatch):
    real = os.fstat

    def before_it_grew(handle):
        status = list(real(handle))
        status[6] = 1
        return os.stat_result(status)

    monkeypatch.setattr(os, "fstat", before_it_grew)
    assert "larger than" in str(rejected(b"x" * 100, "answer.py", max_bytes=10))


def not_a_file(kind: str, path: Path) -> None:
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to(__file__)
    elif kind == "dangling link":
        path.symlink_to(path.with_name("nowhere"))


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("folder", "not a file"),
        ("fifo", "not a file"),
        ("link", "symbolic link"),
        ("dangling link", "symbolic link"),
        ("nothing", "cannot be opened"),
    ],
)
def test_what_is_no_regular_file(tmp_path, kind, says):
    path = tmp_path / "answer.ipynb"
    not_a_file(kind, path)
    with pytest.raises(SubmissionError, match=says) as caught:
        read_submission(path)
    assert check(caught.value).sha256 is None


@pytest.mark.parametrize("path", [Path("/dev/zero"), Path("/dev/tty"), Path("answer\0.py"), Path("x" * 5000)])
def test_devices_and_impossible_names(path):
    with pytest.raises(SubmissionError) as caught:
        read_submission(path)
    check(caught.value)


def test_a_socket(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("answer.py")
        with pytest.raises(SubmissionError) as caught:
            read_submission(Path("answer.py"))
    check(caught.value)
