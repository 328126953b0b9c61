"""Which label names are one label: what was ever renamed into what, over all standing versions of the scheme.

Two people may rename one label two ways, and only one scheme stands after a merge. Names joined by renames form one
family; a name that the scheme no longer has stands for the family's member that it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.core.scheme import Scheme
from annotator.storage.log import Log
from annotator.storage.store import Store


class Lineage:
    """The families of label names, and what each name is called in a scheme."""

    def __init__(self, edges: Iterable[tuple[str, str]], scheme: Scheme) -> None:
        self._parent: dict[str, str] = {}
        self._present: dict[str, str] = {}
        for old, new in edges:
            self._parent[self._root(old)] = self._root(new)
        self._scheme = scheme
        self._live: Mapping[str, str] = {self._root(each.name): each.name for each in reversed(scheme.labels)}

    @classmethod
    def of(cls, store: Store, scheme: Scheme) -> Lineage:
        """The families that a file's standing events make."""
        edges = {
            (old, new)
            for _, ops in Log(store).parts_of_document("", containing='"renames"')
            for op in ops
            if op.kind == "scheme"
            for old, new in op.fields.get("content", {}).get("renames", {}).items()
        }
        return cls(sorted(edges), scheme)

    def _root(self, name: str) -> str:
        while name in self._parent and self._parent[name] != name:
            name = self._parent[name]
        return name

    def __bool__(self) -> bool:
        """Whether anything was ever renamed."""
        return bool(self._parent)

    def present(self, name: str) -> str:
        """The name that a label has in the scheme; the same name, where the scheme has it or no relative of it."""
        if name not in self._present:
            known = self._scheme.label(name) is not None
            self._present[name] = name if known else self._live.get(self._root(name), name)
        return self._present[name]
