# class: exhausting
"""A hundred processes are started, and go on"""

import subprocess

quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
for _ in range(100):
    subprocess.Popen(["sleep", "120"], env={"ATTACK_TOKEN": KNOWN["token"]}, start_new_session=True, **quiet)
