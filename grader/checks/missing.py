"""What a program asked for that is not in the sandbox: a module, a file, a folder to write to. What to do instead."""

from __future__ import annotations

import re
import sys

from grader.messages.sentences import defer, say
from grader.sandbox.claims import Fault
from grader.verdict import Text

_MODULE = re.compile(r"No module named '(?P<name>[\w.]{1,200}+)'(?P<rest>; '[\w.]{1,200}+' is not a package)?")
_FILE = re.compile(r"\[Errno 2\] [^\n':]{1,60}+: '(?P<name>[^'\n]{1,200}+)'(?: -> '[^'\n]{0,200}+')?")
_UNWRITABLE = re.compile(r"\[Errno (?:1|13|30)\] [^\n':]{1,60}+: '(?P<name>/[^'\n]{1,200}+)'")
_ABSOLUTE = re.compile(r"/|[A-Za-z]:[/\\\\]")
_FULL = re.compile(r"\[Errno (?:28|27|122)\] ")

_FRAMEWORK = defer("Keras, TensorFlow or NumPy, whichever the lesson or the script is about")
_PLOTS = "matplotlib.pyplot"
_TREES = "sklearn.ensemble"
_AT_HAND = "keras.datasets.mnist"
# Python 2's names, other people's packages: what does the same here. The longest name that fits counts.
_INSTEAD: dict[str, str | object] = {
    **dict.fromkeys(("cv2", "scikit_image", "skimage", "imageio"), "matplotlib.image, PIL"),
    **dict.fromkeys(("seaborn", "plotly", "bokeh", "altair", "pylab", "Tkinter", "tkinter", "visdom"), _PLOTS),
    **dict.fromkeys(("xgboost", "lightgbm", "catboost"), _TREES),
    **dict.fromkeys(("tensorflow_datasets", "mnist", "torchvision", "extra_keras_datasets"), _AT_HAND),
    "cPickle": "pickle", "urllib2": "urllib.request", "urlparse": "urllib.parse", "Queue": "queue", "StringIO": "io",
    "cStringIO": "io", "ConfigParser": "configparser", "HTMLParser": "html.parser", "commands": "subprocess",
    "__builtin__": "builtins", "sets": "set", "sklearn.cross_validation": "sklearn.model_selection",
    "sklearn.grid_search": "sklearn.model_selection", "sklearn.externals": "joblib", "scipy.misc": "matplotlib.image",
    "distutils": "packaging, shutil", "imp": "importlib",
}  # fmt: skip
_FRAMEWORKS = {
    "torch", "torchtext", "pytorch_lightning", "mxnet", "paddle", "theano", "cntk", "caffe", "caffe2", "chainer",
    "lasagne", "tflearn", "tensorlayer", "sonnet", "jax", "flax", "keras_contrib", "keras_applications",
    "keras_preprocessing", "tensorflow_addons", "tensorflow_probability", "tensorflow_hub", "prettytensor", "nltk",
    "gensim", "spacy", "transformers", "gym", "gymnasium",
}  # fmt: skip
_OURS = {"keras", "tensorflow", "tf_keras", "matplotlib", "pandas", "tqdm", "sklearn", "scipy"}  # of the extra [keras]


def explain(fault: Fault, *, script: bool = False) -> Text | None:
    """The sentence about what is missing; None if this fault is about something else. `script`: of `grader run`, where
    files may go along; else of a graded answer. The name in it is the program's own word: never of a hidden check."""
    if fault.kind != "raised":
        return None
    kind, message = fault.facts.get("type"), fault.facts.get("message", "")
    if kind in ("ModuleNotFoundError", "ImportError") and (match := _MODULE.fullmatch(message)):
        return _module(match["name"], script)
    if kind == "FileNotFoundError" and (match := _FILE.fullmatch(message)):
        return _file(match["name"], script)
    if kind in ("PermissionError", "OSError") and (match := _UNWRITABLE.fullmatch(message)):
        return _elsewhere(match["name"])
    if kind == "OSError" and _FULL.match(message):
        return _full(script)
    return None


def _module(name: str, script: bool) -> Text:
    top = name.split(".")[0]
    if name in ("google", "google.colab") or name.startswith("google.colab."):
        if script:
            return say(
                "there is no Colab and no Drive here: take the lines with {name} out, lay the files beside the script, "
                "and open them by their names",
                name=name,
            )
        return say("there is no Colab and no Drive here: take the lines with {name} out", name=name)
    instead = _FRAMEWORK.say() if top in _FRAMEWORKS else _INSTEAD.get(name) or _INSTEAD.get(top)
    if instead is not None:
        return say("there is no module {name} here: use {instead}", name=name, instead=instead)  # type: ignore[arg-type]
    if top in _OURS:
        return say("the grader's own environment has no module {name}: tell whoever installed it", name=name)
    if top in sys.stdlib_module_names:
        return say("this version of Python has no module {name}: leave it out", name=name)
    if script:
        return say(
            "there is no module {name} here. Is it a file of yours? Lay {file} beside the script, or give it with "
            "--with FILE. Is it a package? Only those of the grader's own environment can be imported",
            name=name, file=f"{top}.py",
        )  # fmt: skip
    return say(
        "there is no module {name} here: only this file is graded. What you need of a file of your own belongs between "
        "the markers; a package that the lesson does not use is not installed",
        name=name,
    )


def _elsewhere(name: str) -> Text:
    return say(
        "your code cannot use {name}: in here it has a folder of its own, and a home and a temporary folder that `~` "
        "and tempfile lead to; use a relative path",
        name=name,
    )


def _file(name: str, script: bool) -> Text:
    if _ABSOLUTE.match(name):
        return _elsewhere(name)
    if script:
        return say(
            "there is no file {name} here. A file beside the script goes along if the script has its name in quotes, "
            "as a whole; give any other with --with FILE",
            name=name,
        )
    return say(
        "there is no file {name} here: only this file is graded, and no data file goes along. What a function needs, "
        "it gets as its arguments",
        name=name,
    )


def _full(script: bool) -> Text:
    if script:
        return say("the script wrote more to its folder than it may; write less, or allow more with --disk-mb")
    return say("your code wrote more files than it may; a graded answer needs none")
