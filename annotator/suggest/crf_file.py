"""What a CRF file of python-crfsuite holds: its attributes, its tags and what they weigh.

The layout is that of CRFsuite's ``crf1d_model.c`` (Okazaki 2007): a header, a chunk of weights, and two tables of
names (CQDB), all little-endian, with offsets in bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_HEADER = struct.Struct("<4sI4s9I")
_CHUNK = struct.Struct("<4sII")
_WEIGHT = struct.Struct("<IIId")
_NAMES = struct.Struct("<4s5I")
_RECORD = struct.Struct("<II")
_STATE = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's weights: of a tag where an attribute is, by both; of a tag behind another, by both."""

    tags: tuple[str, ...]
    states: Mapping[str, Mapping[str, float]]
    transitions: Mapping[tuple[str, str], float]


def _names(content: bytes, offset: int) -> Iterator[str]:
    """The names of a table, in the order of their numbers."""
    kind, _, _, _, count, places = _NAMES.unpack_from(content, offset)
    if kind != b"CQDB":
        raise ValueError("not a table of names")
    for place in struct.unpack_from(f"<{count}I", content, offset + places):
        _, size = _RECORD.unpack_from(content, offset + place)
        start = offset + place + _RECORD.size
        yield content[start : start + size - 1].decode("utf-8")


def weights(content: bytes) -> Weights:
    """The weights in the bytes of a model.

    Raises:
        ValueError: the bytes are no model.
    """
    try:
        header = _HEADER.unpack_from(content)
        if header[0] != b"lCRF":
            raise ValueError("not a model")
        features, labels, attributes = header[7:10]
        _, _, count = _CHUNK.unpack_from(content, features)
        first = features + _CHUNK.size
        tags, names = tuple(_names(content, labels)), list(_names(content, attributes))
        states: dict[str, dict[str, float]] = {name: {} for name in names}
        transitions: dict[tuple[str, str], float] = {}
        for kind, source, target, weight in _WEIGHT.iter_unpack(content[first : first + count * _WEIGHT.size]):
            if kind == _STATE:
                states[names[source]][tags[target]] = weight
            else:
                transitions[tags[source], tags[target]] = weight
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ValueError(f"not a model: {error}") from error
    return Weights(tags, states, transitions)
