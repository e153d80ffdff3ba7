"""`load`, for a student's own notebook: the images that a lesson trains on."""

from grader.course.datasets import load

__all__ = ["load"]
