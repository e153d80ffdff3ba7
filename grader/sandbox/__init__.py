"""The wall between the grader and a student's code. Standard library and msgpack only: this folder is visible inside."""
