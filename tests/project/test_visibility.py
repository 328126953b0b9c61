from __future__ import annotations

from annotator.core.command import AddSpan, SetSetting
from annotator.project.project import Project
from annotator.project.visibility import LEADS, OPEN_LAYERS


def seen(project: Project, annotator: str) -> list[str]:
    return sorted(row.annotator for row in project.queries.visible_layers("d1", annotator))


def test_an_annotator_sees_the_own_layer_and_gold_a_lead_all(project: Project) -> None:
    for who in ("A", "B", "gold"):
        project.execute(AddSpan("d1", 2, 5, "ACTOR", who), who)
    assert seen(project, "A") == ["A", "B", "gold"]
    project.execute(SetSetting(LEADS, ["B"]), "B")
    assert seen(project, "A") == ["A", "gold"]
    assert seen(project, "B") == ["A", "B", "gold"]
    assert not project.queries.may_see("A", "B")
    project.execute(SetSetting(OPEN_LAYERS, value=True), "B")
    assert seen(project, "A") == ["A", "B", "gold"]
    assert project.queries.may_see("A", "B")
