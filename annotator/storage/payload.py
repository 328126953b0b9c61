"""What an event does, as the log keeps it: JSON by document and layer, so that one part can be told without another.

Of the opposites only those are kept that say something: what an event made goes again (`GONE`), which follows from
its operations.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from annotator.core.op import Op
from annotator.storage.rows import dump_as_is

Json = Any  # a plain JSON value
Part = tuple[str, str, str, str, str]
"""Document, layer, hash, operations, opposites."""
Key = tuple[str, str]
"""Document and layer."""
IN_LAYER = frozenset({"span", "relation", "decision"})
SUGGESTED = "suggestion"
"""The layer that suggestions are kept under."""
GONE: Mapping[str, Json] = {"deleted": True}
"""What takes back that a thing came to be."""


def payload_hash(ops: str, inverse: str) -> str:
    """SHA-256 of what an event does to one document."""
    digest = hashlib.sha256(ops.encode("utf-8", "surrogatepass"))
    digest.update(b"\x00" + inverse.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _layer(kind: str, identity: str, document: str) -> str:
    """Whose layer a thing of the document itself is kept under."""
    if kind == "layer":
        return identity[len(document) + 1 :]
    return SUGGESTED if kind in {"suggestion", "suggested_relation"} else ""


class Payload:
    """What one event does, taken in step by step as it is carried out, and told by document and layer.

    Each step is packed at once: its operations then still lie in the processor's cache, and they need not stay in
    memory till all is done. ``layers_of`` says whose layer things lie in of which the operations do not say so.
    """

    def __init__(self, layers_of: Callable[[list[Op]], Mapping[str, str]]) -> None:
        self._layers_of = layers_of
        self._layers: dict[str, str] = {}
        self._done: dict[Key, list[str]] = {}
        self._inverse: list[Sequence[Op]] = []

    def add(self, ops: Sequence[Op], inverse: Sequence[Op]) -> None:
        """Take in operations that were just carried out, after those before, and what takes them back."""
        self._learn_layers(ops)
        for key, done in self._by_part(ops).items():
            self._done.setdefault(key, []).append(dump_as_is(done))
        self._inverse.append(inverse)

    def parts(self) -> list[Part]:
        """What is one annotator's can be told, or kept back, apart."""
        undone = self._by_part(_telling([op for step in reversed(self._inverse) for op in step]))
        found = []
        for key in sorted(self._done.keys() | undone.keys()):
            done, back = _joined(self._done.get(key, [])), dump_as_is(undone.get(key, []))
            found.append((*key, payload_hash(done, back), done, back))
        return found

    def _learn_layers(self, ops: Iterable[Op]) -> None:
        layers = self._layers
        unsaid = []
        for op in ops:
            kind, identity, document, fields = op
            if kind in IN_LAYER:
                if "layer" in fields:
                    layers[identity] = fields["layer"][len(document) + 1 :]
                elif "annotator" in fields:
                    layers[identity] = fields["annotator"]
                elif identity not in layers:
                    unsaid.append(op)
        if unsaid:
            layers.update(self._layers_of(unsaid))

    def _by_part(self, ops: Iterable[Op]) -> dict[Key, list[Json]]:
        layers = self._layers
        parts: dict[Key, list[Json]] = {}
        for kind, identity, document, fields in ops:
            layer = layers.get(identity, "") if kind in IN_LAYER else _layer(kind, identity, document)
            key = (document, layer)
            part = parts.get(key)
            if part is None:
                part = parts[key] = []
            part.append((kind, identity, fields))
        return parts


def _joined(steps: list[str]) -> str:
    """The lists of several steps as one; few parts have more than one, so these may be read again."""
    return steps[0] if len(steps) == 1 else dump_as_is([op for step in steps for op in json.loads(step)])


def _telling(inverse: Sequence[Op]) -> list[Op]:
    """The opposites of what was changed: that what was only made goes again need not be told."""
    changed = {(op.kind, op.id) for op in inverse if op.fields is not GONE and op.fields != GONE}
    return [op for op in inverse if (op.kind, op.id) in changed] if changed else []


def unpacked(document: str, kept: str) -> list[Op]:
    """The operations of one document from their kept form."""
    return [Op(kind, identity, document, fields) for kind, identity, fields in json.loads(kept)]


def opposites(document: str, ops: str, inverse: str) -> list[Op]:
    """What takes operations back, in this order, from the kept form of both."""
    told = unpacked(document, inverse)
    changed = {(op.kind, op.id) for op in told}
    made = dict.fromkeys((op.kind, op.id) for op in unpacked(document, ops))
    return [*told, *(Op(*key, document, GONE) for key in made if key not in changed)]
