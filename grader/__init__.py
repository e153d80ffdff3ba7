"""Gatehouse: an autograder for hands-on deep-learning lessons."""

__version__ = "0.1.0"
