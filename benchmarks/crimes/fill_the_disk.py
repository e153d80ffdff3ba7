# class: exhausting
"""A quarter of a gigabyte is left on the disk, wherever that is allowed"""

import os
import tempfile

for folder in (tempfile.gettempdir(), os.getcwd(), os.path.expanduser("~"), os.path.dirname(KNOWN["neighbour"])):
    try:
        with open(os.path.join(folder, "filler-" + KNOWN["token"]), "wb") as file:
            for _ in range(256):
                file.write(os.urandom(1 << 20))
        break
    except OSError as error:
        print("not there:", error)
