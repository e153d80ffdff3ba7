# class: timing
"""The answer never comes, and whoever interrupts it is not heard"""

import signal
import time

signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    print("still at it", flush=True)
    time.sleep(1)
