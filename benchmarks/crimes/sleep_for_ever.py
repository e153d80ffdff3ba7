# class: timing
"""The answer never comes"""

import time

time.sleep(10**9)
