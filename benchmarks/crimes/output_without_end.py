# class: exhausting
"""A hundred megabytes are printed"""

line = "y" * 1023 + "\n"
for _ in range(100):
    print(line * 1024, end="")
