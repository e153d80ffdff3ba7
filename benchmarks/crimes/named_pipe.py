# class: input files
"""What is handed in is a named pipe that nobody writes to"""
