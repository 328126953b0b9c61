"""Agreement between the annotators of a project: layers read in bulk and handed to the measures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from annotator.agreement.hearing import Heard, unheard
from annotator.core.errors import UserError
from annotator.project.holding_out import is_held_out
from annotator.project.project import Project
from annotator.project.queries import WholeLayer
from annotator.project.reader import GOLD

if TYPE_CHECKING:
    from annotator.agreement.comparison import LayerSpans


def layers_of(project: Project, annotators: Sequence[str] = ()) -> list[LayerSpans]:
    """Every layer of the named annotators (of all but gold, where none is named), by document.

    A layer that nobody has begun (status ``new`` and empty) is no work and is left out.

    Raises:
        UserError: there is no such annotator.
    """
    known = [*project.queries.annotators(), GOLD]
    for name in annotators:
        if name not in known:
            raise UserError("there is no layer %(layer)s", layer=name)
    return layers_from(project, project.queries.whole_layers(), set(annotators) or set(known) - {GOLD})


def layers_from(
    project: Project, rows: Iterable[WholeLayer], annotators: Collection[str] | None = None
) -> list[LayerSpans]:
    """`layers_of` from layers that were read already; of all but gold, where no annotators are named."""
    from annotator.agreement.comparison import LayerSpans

    texts: dict[str, str] = {}
    found = []
    for row in rows:
        wanted = row.annotator != GOLD if annotators is None else row.annotator in annotators
        if wanted and (row.layer.spans or row.layer.status != "new"):
            if row.document not in texts:
                texts[row.document] = project.queries.document(row.document).text
            found.append(
                LayerSpans(row.document, row.annotator, row.layer.spans, row.layer.relations, texts[row.document])
            )
    return found


def agreement(
    project: Project, annotators: Sequence[str] = (), labels: Sequence[str] = (), measures: Sequence[str] = (),
    *, seed: int = 0, bootstrap: int = 2000, held_out: bool | None = None, heard: Heard = unheard,
) -> list[dict[str, object]]:  # fmt: skip
    """The measures over a project's layers, each as ``agreement --json`` prints it.

    ``held_out``: over the documents that got no suggestions (`holding_out`) alone, or over the others alone.
    ``heard``: called with what is done next, as in `measure`.

    Raises:
        UserError: no such annotator, label or measure.
    """
    from annotator.agreement.report import DEFAULT, measure

    for label in labels:
        if project.queries.scheme().label(label) is None:
            raise UserError("the scheme has no label %(label)s", label=label)
    layers = layers_of(project, annotators)
    if held_out is not None:
        layers = [each for each in layers if is_held_out(project.queries.document(each.document)) is held_out]
    return measure(layers, measures or DEFAULT, labels or None, seed=seed, bootstrap=bootstrap, heard=heard)
