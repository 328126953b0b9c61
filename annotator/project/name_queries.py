"""What can be asked of names: what people labelled and rejected, over the whole project."""

from __future__ import annotations

from typing import NamedTuple

from annotator.project.asking import Asking


class LabelledName(NamedTuple):
    """A mention key with a label, kind and entity, how it is written, and at how many places."""

    key: str
    label: str
    kind: str
    entity: str
    text: str
    times: int


class NameQueries(Asking):
    """Questions on names; each looks through the whole project, so that a worker asks them."""

    def labelled_names(self) -> list[LabelledName]:
        """What spans say, the most frequent first; a place that several annotators labelled counts once."""
        found = self._store.rows(
            "SELECT s.mention_key, s.label, coalesce(s.attributes ->> 'kind', ''), coalesce(e.id, ''), min(s.text),"
            " count(DISTINCT s.document || ' ' || s.start) AS times FROM view_all_spans s"
            " LEFT JOIN entities e ON e.id = s.attributes ->> 'entity' AND NOT e.deleted"
            " WHERE s.mention_key <> '' GROUP BY 1, 2, 3, 4 ORDER BY times DESC, 1, 2, 3, 4"
        )
        return [LabelledName(*row) for row in found]

    def rejected_names(self) -> list[tuple[str, str, int]]:
        """Label and words of suggestions that were rejected, or accepted and then removed, and at how many places."""
        found = self._store.rows(
            "SELECT g.label, g.text, count(DISTINCT g.id) FROM decisions c JOIN suggestions g ON g.id = c.suggestion"
            " WHERE NOT c.deleted AND (c.decision = 'rejected' OR (c.decision = 'accepted' AND EXISTS"
            " (SELECT 1 FROM spans s WHERE s.id = c.span AND s.deleted))) GROUP BY 1, 2 ORDER BY 1, 2"
        )
        return [(row[0], row[1], row[2]) for row in found]
