"""What honest programs do goes on working behind the wall, though the calls beneath some of it are refused."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.box import Box
from grader.sandbox.limits import Limits
from grader.sandbox.warm import WarmServer
from tests.sandbox.ordinary import their_folder

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(call_seconds=120, total_seconds=400, memory_mb=3000)
HONEST = r"""
import asyncio, concurrent.futures, ctypes, os, resource, shutil, sys, tempfile, threading, time
import numpy as np

def trained():
    import keras, tensorflow as tf
    images, labels = np.random.rand(64, 4, 3).astype("float32"), np.random.randint(0, 2, 64)
    model = keras.Sequential([keras.layers.LSTM(4), keras.layers.Dense(2)])
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(images, labels, epochs=1, verbose=0)
    model.fit(tf.data.Dataset.from_tensor_slices((images, labels)).shuffle(64).batch(8).prefetch(2), verbose=0)
    return keras, tf, model, images

def saves_a_model():
    keras, tf, model, images = trained()
    right = model.predict(images, verbose=0)
    for name in ("model.keras", "model.h5"):
        model.save(name)
        assert np.allclose(keras.models.load_model(name).predict(images, verbose=0), right)
    model.save_weights("model.weights.h5")
    model.load_weights("model.weights.h5")
    model.export("exported", verbose=False)
    tf.saved_model.load("exported")
    tf.train.Checkpoint(value=tf.Variable(3.0)).save("checkpoint")
    return True

def has_threads():
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        total = sum(pool.map(lambda number: number * number, range(100)))
    threads = [threading.Thread(target=lambda: np.linalg.svd(np.random.rand(50, 50))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    return total == 328350 and not any(thread.is_alive() for thread in threads)

def joins_a_thread_of_the_c_library():
    # pthread_join waits for the thread's id, on a futex that is not private.
    libc, ends = ctypes.CDLL(None), ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)(lambda _: time.sleep(0.3))
    thread, began = ctypes.c_ulong(), time.monotonic()
    assert libc.pthread_create(ctypes.byref(thread), None, ends, None) == 0
    assert libc.pthread_join(thread, None) == 0
    return time.monotonic() - began >= 0.25

def waits_in_turns():
    async def work():
        return await asyncio.gather(asyncio.to_thread(sum, range(1000)), asyncio.sleep(0.01, "slept"))
    return asyncio.run(work()) == [499500, "slept"]

def keeps_files():
    np.save("array.npy", np.arange(10))
    mapped = np.load("array.npy", mmap_mode="r+")
    mapped[0] = 7
    mapped.flush()
    shutil.copyfile("array.npy", "copy.npy")
    with tempfile.NamedTemporaryFile() as stream:
        stream.write(b"x")
    with open("copy.npy", "rb") as stream:
        assert os.preadv(stream.fileno(), [bytearray(4)], 0) == 4
    return int(np.load("copy.npy", mmap_mode="r")[0]) == 7

def knows_its_machine():
    assert os.cpu_count() == len(os.sched_getaffinity(0)) or os.cpu_count() > 0
    assert os.sysconf("SC_PHYS_PAGES") > 0 and resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0
    return "processor" in open("/proc/cpuinfo").read() or os.uname().machine != "x86_64"
"""
QUESTIONS = ("has_threads", "joins_a_thread_of_the_c_library", "waits_in_turns", "keeps_files", "knows_its_machine")


@pytest.fixture(scope="module")
def keras_box(keras_server: WarmServer) -> Iterator[Box]:
    with Box(keras_server.handle, LIMITS) as box:
        box.load(HONEST, "honest.py")
        yield box


@pytest.mark.parametrize("question", ["saves_a_model", *QUESTIONS])
def test_at_strict(keras_box: Box, question: str) -> None:
    assert keras_box.call(question).value is True


def answers(level: str) -> dict[str, Any]:
    with WarmServer("keras", minimum=level, maximum=level) as server, Box(server.handle, LIMITS) as box:
        box.load(HONEST, "honest.py")
        return {question: box.call(question).value for question in ("saves_a_model", *QUESTIONS)}


def test_at_container() -> None:
    """By an ordinary user for whom namespaces are forbidden."""
    ask = "from tests.sandbox.test_honest import answers; print(answers('container'))"
    with their_folder() as temporary:
        done = subprocess.run(
            [sys.executable, "-m", "tests.sandbox.ordinary", "--no-namespaces", sys.executable, "-c", ask],
            cwd=ROOT, env={**os.environ, "TMPDIR": str(temporary)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == repr(dict.fromkeys(("saves_a_model", *QUESTIONS), True))
