# class: escaping
"""A process is left behind that outlives the grading"""

import subprocess
import sys

quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
sleeper = [sys.executable, "-c", "import time; time.sleep(120)", KNOWN["token"]]
subprocess.Popen(sleeper, start_new_session=True, **quiet)
