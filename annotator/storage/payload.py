"""What an event does, as the log keeps it: JSON by document and layer, so that one part can be told without another.

Of the opposites only those are kept that say something: what an event made goes again (`GONE`), which follows from
its operations. So the event of a large import is written in two thirds of the time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotator.core.op import Op
from annotator.storage.rows import dump_as_is

Json = Any  # a plain JSON value
Part = tuple[str, str, str, str, str]
"""Document, layer, hash, operations, opposites."""
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


def told_layers(ops: Iterable[Op]) -> dict[str, str]:
    """Whose layer the things lie in of which the operations say so."""
    found = {}
    for kind, identity, document, fields in ops:
        if kind in IN_LAYER:
            if "layer" in fields:
                found[identity] = fields["layer"][len(document) + 1 :]
            elif "annotator" in fields:
                found[identity] = fields["annotator"]
    return found


def _layer(kind: str, identity: str, document: str) -> str:
    """Whose layer a thing of the document itself is kept under."""
    if kind == "layer":
        return identity[len(document) + 1 :]
    return SUGGESTED if kind in {"suggestion", "suggested_relation"} else ""


def packed(ops: Sequence[Op], inverse: Sequence[Op], layers: Mapping[str, str]) -> list[Part]:
    """What is one annotator's can be told, or kept back, apart. ``layers`` has whose each thing in a layer is."""
    parts: dict[tuple[str, str], tuple[list[Json], list[Json]]] = {}
    for side, side_ops in enumerate((ops, _telling(inverse))):
        for kind, identity, document, fields in side_ops:
            layer = layers.get(identity, "") if kind in IN_LAYER else _layer(kind, identity, document)
            both = parts.get((document, layer))
            if both is None:
                both = parts[document, layer] = ([], [])
            both[side].append((kind, identity, fields))
    found = []
    for key in sorted(parts):
        done, back = map(dump_as_is, parts[key])
        found.append((*key, payload_hash(done, back), done, back))
    return found


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
