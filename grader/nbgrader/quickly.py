"""What of nbgrader's work is done again and again with the same result, done once in a process of ours.

Measured on nbgrader 0.9.6, nbconvert 7.17 and jsonschema 4.26; without it everything works, and takes longer.
"""

from __future__ import annotations

import contextlib
import functools
import json
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Transaction = Callable[[], contextlib.AbstractContextManager[None]]


@contextlib.contextmanager
def quickly() -> Iterator[Transaction]:
    """For conversions in this thread. Gives what each submission is converted in: one transaction of the gradebook."""
    from grader.nbgrader.one_gradebook import OneGradebook

    with _schemas_once(), OneGradebook() as gradebook:
        yield gradebook.transaction


@contextlib.contextmanager
def _schemas_once() -> Iterator[None]:
    """nbgrader reads three schemas for each notebook, and has each schema checked with every cell."""
    import nbgrader.nbgraderformat.common as formats

    made, checking = formats.BaseMetadataValidator.__init__, formats.jsonschema
    formats.BaseMetadataValidator.__init__ = lambda one: setattr(one, "schema", _schema(one.schema_version))
    formats.jsonschema = types.SimpleNamespace(validate=_validate)
    try:
        yield
    finally:
        formats.BaseMetadataValidator.__init__, formats.jsonschema = made, checking


@functools.cache
def _schema(version: int) -> Any:
    import nbgrader.nbgraderformat.common as formats

    return json.loads(Path(formats.root, f"v{version}.json").read_text(encoding="utf-8"))


@functools.cache
def _judge(version: int) -> Callable[[Any], object]:
    import fastjsonschema

    return fastjsonschema.compile(_schema(version), use_default=False)  # type: ignore[no-any-return]


def _validate(instance: Any, schema: Any) -> None:
    """Raises jsonschema.ValidationError."""
    from fastjsonschema import JsonSchemaException
    from jsonschema.validators import validator_for

    try:
        _judge(schema["properties"]["schema_version"]["minimum"])(instance)
    except JsonSchemaException:  # jsonschema says in its own words what is wrong
        validator_for(schema)(schema).validate(instance)
