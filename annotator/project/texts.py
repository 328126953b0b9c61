"""The texts of documents, each read when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.project.queries import Queries


class Texts(Mapping[str, str]):
    """Texts by document, in the order of ``documents``; ``place`` has the number of each."""

    def __init__(self, queries: Queries, documents: Sequence[str]) -> None:
        self._queries = queries
        self._read: dict[str, str] = {}
        self.place = {document: number for number, document in enumerate(documents)}

    def fetch(self, documents: Iterable[str]) -> Mapping[str, str]:
        """Read the texts of some documents at once, for those who are about to ask for them; all that were read."""
        wanted = [each for each in documents if each not in self._read]
        self._read |= self._queries.texts(wanted) if wanted else {}
        return self._read

    def __getitem__(self, document: str) -> str:
        if document not in self._read:
            if document not in self.place:
                raise KeyError(document)
            self._read[document] = self._queries.document(document).text
        return self._read[document]

    def __contains__(self, document: object) -> bool:
        return document in self.place

    def __iter__(self) -> Iterator[str]:
        return iter(self.place)

    def __len__(self) -> int:
        return len(self.place)
