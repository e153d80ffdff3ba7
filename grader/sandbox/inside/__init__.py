"""The only code that shares a process with a student's. Nobody imports it: it is launched."""
