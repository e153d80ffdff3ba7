# class: input files
"""What is handed in is a symbolic link to the course's solution"""
