"""The wall between the grader and a student's code. This folder is visible inside."""
