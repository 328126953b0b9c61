"""The radar over real project files: what documents share, what an edit changes, what mending and undo leave."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.command import (
    AddDocuments,
    AddEntity,
    AddSpan,
    Batch,
    ChangeSpan,
    RemoveDocument,
    RemoveSpan,
    SetScheme,
    SetSetting,
)
from annotator.core.document import AnnotatedDocument, Document, Layer
from annotator.core.scheme import scheme_to_dict
from annotator.core.span import Span
from annotator.project.checking import check
from annotator.project.exchange import export, import_files
from annotator.project.project import Project
from annotator.project.radar.finding import Finding, dismissal
from annotator.project.radar.likeness import likeness
from annotator.project.radar.survey import Survey, surveyed, within
from annotator.project.radar.wanted import Wanted
from annotator.project.radar.watching import Duplicates, Fixes, Progress, Topics, ask, commands
from tests.project.big_project import fill

CORPUS = Path(__file__).parents[3] / "corpus" / "articles.jsonl"
SEED = Path(__file__).parents[3] / "../shared/seed/gold.jsonl"
LINES = (
    "أعلنت وزارة الصحة مساء الاثنين أن فرقها انتشلت الضحايا من تحت الأنقاض في حي الشجاعية شرقي المدينة.",
    "وقال المرصد السوري إن القوات الحكومية انسحبت من ثلاث قرى في ريف حلب الغربي بعد قصف عنيف.",
    "وأضاف الناطق أن فرق الإنقاذ تواصل البحث عن مفقودين رغم نقص الوقود والمعدات الثقيلة في المنطقة.",
)


Passages = tuple[tuple[tuple[int, int], tuple[int, int]], ...]


def document(name: str, text: str, *marked: tuple[str, str], layer: str = "A", **attributes: str) -> AnnotatedDocument:
    spans = tuple(
        Span(f"{name}.{number}", text.index(words), text.index(words) + len(words), label, attributes)
        for number, (words, label) in enumerate(marked)
    )
    return AnnotatedDocument(Document(name, name, text), (Layer(layer, status="done", spans=spans),))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.raqim") as made:
        yield made


@pytest.fixture(scope="module")
def corpus_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("radar") / "corpus.raqim"
    with Project.create(path) as made:
        import_files(made, [CORPUS], actor="A")
    return path


def every(project: Project, rule: str = "") -> list[Finding]:
    return [each for each in surveyed(project.path).every() if rule in ("", each.rule)]


def exported(project: Project, out: Path) -> bytes:
    """The whole project as it is exchanged, to the byte."""
    export(project, out, format="jsonl")
    return out.read_bytes()


# ---- what must hold of the shipped texts -----------------------------------------------------------------


def test_the_seed_articles_gold_has_no_error_and_its_parts_are_right(project: Project) -> None:
    if not SEED.exists():
        pytest.skip("the seed article is not here")
    import_files(project, [SEED], actor="A", kind="gold")
    found = check(project)
    assert [each for each in found if each.severity == "error"] == []
    assert not any(each.rule == "sum" for each in found)
    part = next(
        each for each in project.queries.spans(project.queries.document_ids()[0], "gold")
        if each.attributes.get("value") == 82
    )  # fmt: skip
    project.execute(ChangeSpan(part.id, attributes={"value": 83}), "A")
    wrong = [each for each in check(project) if each.severity == "error"]
    assert {each.rule for each in wrong} == {"sum", "value"}
    assert any("129 + 83 = 212" in str(dict(each.arguments).get("sum")) for each in wrong)


def test_the_corpus_has_no_errors(corpus_file: Path) -> None:
    survey = surveyed(corpus_file)
    assert [each for each in survey.every() if each.severity == "error"] == []


def test_the_corpus_near_identical_passages_are_found(corpus_file: Path) -> None:
    survey = surveyed(corpus_file)
    pairs = {
        frozenset((*survey._copies.documents(one), *survey._copies.documents(other))): found.passages
        for (one, other), found in survey._copies.alike()
    }
    assert {frozenset(("a12", "a13")), frozenset(("b12", "b13"))} <= set(pairs)
    assert all(len(passages) >= 2 for passages in pairs.values())


def inside(project: Project, name: str, passages: Passages, side: int) -> list[Span]:
    """The gold spans of a document within its side of alike passages."""
    places = [pair[side] for pair in passages]
    return [
        each for each in project.queries.spans(name, "gold")
        if any(start <= each.start and each.end <= end for start, end in places)
    ]  # fmt: skip


def test_a_passage_labelled_differently_is_mended_with_all_alike_and_undone(corpus_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.raqim"
    shutil.copyfile(corpus_file, path)
    with Project.open(path) as project:
        assert every(project, "passage") == []
        index = surveyed(path)._copies
        [(one, other, passages)] = [
            (index.documents(pair[0])[0], index.documents(pair[1])[0], found.passages)
            for pair, found in index.alike() if "a12" in index.documents(pair[0]) + index.documents(pair[1])
        ]  # fmt: skip
        text, second = project.queries.document(one).text, project.queries.document(other).text
        theirs = {(each.covered(second), each.label) for each in inside(project, other, passages, 1)}
        shared = [
            each for each in inside(project, one, passages, 0)
            if each.label != "FIGURE" and (each.covered(text), each.label) in theirs
        ]  # fmt: skip
        project.execute(RemoveSpan(shared[0].id), "A")
        [finding] = every(project, "passage")
        assert finding.fix
        before = exported(project, tmp_path / "before.jsonl")
        project.execute(Batch(tuple(commands([finding]))), "A")
        assert every(project, "passage") == []
        assert exported(project, tmp_path / "mended.jsonl") != before
        project.undo("A")
        assert exported(project, tmp_path / "after.jsonl") == before
        assert [each.mark for each in every(project, "passage")] == [finding.mark]


def test_all_that_the_corpus_can_be_mended_of_is_one_step_and_undo_leaves_it_to_the_byte(
    corpus_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "p.raqim"
    shutil.copyfile(corpus_file, path)
    with Project.open(path) as project:
        wishes = commands([each for each in every(project) if each.fix])
        assert wishes
        before = exported(project, tmp_path / "before.jsonl")
        project.execute(Batch(tuple(wishes)), "A")
        assert exported(project, tmp_path / "mended.jsonl") != before
        project.undo("A")
        assert exported(project, tmp_path / "after.jsonl") == before


# ---- the same words, other labels ------------------------------------------------------------------------


def test_the_same_words_with_other_labels_are_found_across_documents_and_relabelled(project: Project) -> None:
    texts = ("قال المرصد أمس", "أعلن المرصد اليوم", "نفى للمرصد ذلك", "المرصد صامت")
    words = ("المرصد", "المرصد", "لمرصد", "المرصد")
    labels = ("SOURCE", "SOURCE", "ACTOR", "SOURCE")
    made = (document(f"d{n}", text, (words[n], labels[n]), kind="media") for n, text in enumerate(texts))
    project.execute(AddDocuments(tuple(made)), "A")
    [finding] = every(project, "label")
    assert finding.arguments == (("labels", "SOURCE 3, ACTOR 1"),)
    assert finding.document == "d2"
    before = exported(project, project.path.with_suffix(".jsonl"))
    project.execute(Batch(finding.fix), "A")
    assert every(project, "label") == []
    project.undo("A")
    assert exported(project, project.path.with_suffix(".jsonl")) == before


def test_other_annotators_and_two_labels_over_the_same_words_are_no_finding(project: Project) -> None:
    text = "قال المرصد أمس"
    project.execute(
        AddDocuments((
            document("a", text, ("المرصد", "SOURCE")), document("b", text + ".", ("المرصد", "ACTOR"), layer="B"),
            document("c", "عاد المرصد", ("المرصد", "SOURCE"), ("المرصد", "ACTOR")),
        )), "A",
    )  # fmt: skip
    assert every(project, "label") == []


def test_a_relabelled_span_loses_what_the_other_label_has_not(project: Project) -> None:
    made = [document(f"d{n}", f"قال المرصد {n}", ("المرصد", "ACTOR"), kind="person") for n in range(2)]
    odd = document("x", "نفى المرصد", ("المرصد", "SOURCE"), kind="monitor", named="yes")
    project.execute(AddDocuments((*made, odd)), "A")
    [finding] = every(project, "label")
    project.execute(Batch(finding.fix), "A")
    [mended] = project.queries.spans("x", "A")
    assert (mended.label, dict(mended.attributes)) == ("ACTOR", {})


def test_an_entity_with_two_kinds_is_found_and_set_to_the_usual_one(project: Project) -> None:
    project.execute(AddEntity("المرصد", id="sohr"), "A")
    project.execute(
        AddDocuments(tuple(
            document(f"d{n}", f"قال المرصد {n}", ("المرصد", "SOURCE"), entity="sohr", kind=kind)
            for n, kind in enumerate(("monitor", "monitor", "ngo"))
        )), "A",
    )  # fmt: skip
    [finding] = every(project, "kind")
    project.execute(Batch(finding.fix), "A")
    assert every(project, "kind") == []
    assert {project.queries.spans(f"d{n}", "A")[0].attributes["kind"] for n in range(3)} == {"monitor"}


def test_entries_of_one_name_with_two_kinds_are_found(project: Project) -> None:
    for identity, kind in (("a", "media"), ("b", "state"), ("c", "")):
        project.execute(AddEntity("الْمرصد" if identity == "b" else "المرصد", kind=kind, id=identity), "A")
    [finding] = every(project, "kind")
    assert finding.where == "a b c"


# ---- copies ----------------------------------------------------------------------------------------------


def test_copies_to_the_letter_and_near_ones_are_groups(project: Project) -> None:
    text = "\n".join(LINES * 1)
    other = "\n".join(f"{line} ثم عاد الهدوء إلى الحي {n} مساء اليوم." for n, line in enumerate(reversed(LINES)))
    project.execute(
        AddDocuments((
            document("a", text), document("b", text + " انتهى"), document("c", text),
            document("d", "نص آخر تماماً هنا."), document("e", other[: len(other) // 3]),
        )), "A",
    )  # fmt: skip
    survey = surveyed(project.path)
    [group] = survey.duplicates()
    assert group.documents == ("a", "b", "c")
    assert 0.8 <= group.share < 1
    project.execute(RemoveDocument("b"), "A")
    list(survey.update())
    [group] = survey.duplicates()
    assert (group.documents, group.share) == (("a", "c"), 1.0)
    project.undo("A")
    list(survey.update())
    assert [each.documents for each in survey.duplicates()] == [("a", "b", "c")]


def test_a_copy_that_comes_later_is_found_without_looking_at_all_again(project: Project) -> None:
    text = "\n".join(LINES)
    project.execute(AddDocuments((document("a", text), document("z", "نص آخر عن شيء آخر هنا في مكان بعيد"))), "A")
    survey = surveyed(project.path)
    project.execute(AddDocuments((document("b", text.replace("الغربي", "الشرقي")), document("c", "نص آخر"))), "A")
    assert list(survey.update())[-1][1] == 2
    assert [each.documents for each in survey.duplicates()] == [("a", "b")]


def test_a_hundred_copies_to_the_letter_are_one_group(project: Project) -> None:
    text = "\n".join(LINES)
    near = [document(f"n{n}", f"{text} {n}") for n in range(40)]
    project.execute(AddDocuments(tuple(document(f"d{n}", text) for n in range(60)) + tuple(near)), "A")
    [group] = surveyed(project.path).duplicates()
    assert len(group.documents) == 100


def test_likeness_finds_passages_in_another_order() -> None:
    first, second = "\n".join(LINES), "\n".join(reversed(LINES))
    found = likeness(first, second)
    assert len(found.passages) == 3
    assert all(first[a:b] == second[c:d] for (a, b), (c, d) in found.passages)
    assert likeness(LINES[0], LINES[1]).passages == ()


# ---- keeping up ------------------------------------------------------------------------------------------


def marks(survey: Survey) -> list[tuple[str, int]]:
    return sorted((each.rule, each.mark) for each in survey.every())


def test_after_any_edit_the_survey_is_what_a_new_one_would_be(project: Project) -> None:
    fill(project, 40, batch=20)
    survey = surveyed(project.path)
    assert marks(survey)
    documents = project.queries.document_ids()
    [first, second, *_] = project.queries.spans(documents[3], project.queries.layers(documents[3])[0].annotator)
    actor = project.queries.layers(documents[3])[0].annotator
    for step in (
        ChangeSpan(first.id, label="SOURCE" if first.label != "SOURCE" else "ACTOR"), RemoveSpan(second.id),
        AddSpan(documents[5], 0, 9, "ACTOR", "X"), RemoveDocument(documents[7]), AddEntity("كيان", id="k"),
        AddDocuments((document("new", "قال المرصد", ("المرصد", "ACTOR")),)),
    ):  # fmt: skip
        project.execute(step, actor)
        looked = list(survey.update())
        assert all(count <= 1 for _, count in looked)
        assert marks(survey) == marks(surveyed(project.path))
    for _ in range(4):
        project.undo(actor)
        list(survey.update())
    assert marks(survey) == marks(surveyed(project.path))


def test_another_scheme_is_another_ground(project: Project) -> None:
    project.execute(AddDocuments((document("a", "قال المرصد، إن", ("المرصد،", "ACTOR")),)), "A")
    survey = surveyed(project.path)
    assert survey.counts() == {"edge": 1}
    scheme = scheme_to_dict(project.queries.scheme())
    project.execute(SetScheme({**scheme, "version": 2, "rules": {"edge": "off"}}), "A")
    list(survey.update())
    assert survey.counts() == {}


def test_counts_are_those_of_the_findings(project: Project) -> None:
    fill(project, 30)
    survey = surveyed(project.path)
    counted: dict[str, int] = {}
    for each in survey.every():
        counted[each.rule] = counted.get(each.rule, 0) + 1
    assert survey.counts() == counted
    view = survey.view(Wanted("repeat", limit=3))
    assert len(view.findings) == 3
    assert view.more
    assert {each.rule for each in view.findings} == {"repeat"}


def test_findings_are_filtered_by_layer_document_and_words(project: Project) -> None:
    project.execute(
        AddDocuments((
            document("a", "قال المرصد، إن", ("المرصد،", "ACTOR")),
            document("b", "قالت الوزارة، إن", ("الوزارة،", "ACTOR"), layer="B"),
        )), "A",
    )  # fmt: skip
    survey = surveyed(project.path)
    assert [each.document for each in survey.view(Wanted(layer="B")).findings] == ["b"]
    assert [each.document for each in survey.view(Wanted(document="a")).findings] == ["a"]
    assert [each.document for each in survey.view(Wanted(words="الوزاره")).findings] == ["b"]
    assert survey.view(Wanted(document="b")).counts == {"edge": 1}


def test_what_is_no_problem_stays_away_until_it_is_taken_back_or_changes(project: Project) -> None:
    project.execute(AddDocuments((document("a", "قال المرصد، إن", ("المرصد،", "ACTOR")),)), "A")
    [finding] = every(project)
    project.execute(SetSetting(*dismissal(finding)), "A")
    assert every(project) == []
    assert [each for each in check(project) if each.rule == "edge"] == []
    [name] = surveyed(project.path).view(Wanted()).dismissed
    project.undo("A")
    assert every(project) == [finding]
    project.redo("A")
    project.execute(ChangeSpan("a.0", extent=((3, 11),)), "A")
    assert len(every(project)) == 1
    project.undo("A")
    project.execute(SetSetting(name, None), "A")
    assert every(project) == [finding]


def test_dismissals_of_two_files_both_stand_after_a_merge(project: Project, tmp_path: Path) -> None:
    texts = ("قال المرصد، إن", "قالت الوزارة، إن")
    words = ("المرصد،", "الوزارة،")
    project.execute(AddDocuments(tuple(document(f"d{n}", texts[n], (words[n], "ACTOR")) for n in range(2))), "A")
    first, second = every(project)
    project.copy_to(tmp_path / "other.raqim")
    with Project.open(tmp_path / "other.raqim") as other:
        other.execute(SetSetting(*dismissal(first)), "B")
    project.execute(SetSetting(*dismissal(second)), "A")
    survey = surveyed(project.path)
    project.merge(tmp_path / "other.raqim", "A")
    list(survey.update())
    assert survey.counts() == {}


# ---- the worker's questions ------------------------------------------------------------------------------


def test_the_worker_says_how_far_it_is_and_goes_on_from_there(project: Project) -> None:
    fill(project, 30)
    answers = [ask(project.path, Wanted(), 0.0)]
    while isinstance(answers[-1], Progress):
        answers.append(ask(project.path, Wanted(), 0.0))
    assert isinstance(answers[0], Progress)
    assert answers[0].count == 30
    assert not isinstance(answers[-1], Progress)
    assert ask(project.path, Topics(), 60.0) == []
    assert ask(project.path, Duplicates(), 60.0) == []


def test_mending_all_alike_is_one_step_that_undo_takes_back(project: Project) -> None:
    texts = [f"قال المرصد، إن {n}" for n in range(12)]
    made = [document(f"d{n}", text, ("المرصد،", "ACTOR")) for n, text in enumerate(texts)]
    project.execute(AddDocuments(tuple(made)), "A")
    before = exported(project, project.path.with_suffix(".jsonl"))
    found = ask(project.path, Fixes(Wanted("edge")), 60.0)
    assert isinstance(found, list)
    wishes = commands([each for each in found if isinstance(each, Finding)])
    assert len(wishes) == 12
    project.execute(Batch(tuple(wishes)), "A")
    assert every(project, "edge") == []
    project.undo("A")
    assert exported(project, project.path.with_suffix(".jsonl")) == before


def test_steps_within_a_time_end_where_they_end() -> None:
    assert within(iter([(0, 2), (1, 2)]), 60.0) is None
    assert within(iter([(0, 2), (1, 2)]), 0.0) == (0, 2)


def test_errors_and_hints_are_counted_and_shown_apart(project: Project) -> None:
    project.execute(AddDocuments((
        document("a", "قال المرصد، إن الهدوء عاد", ("المرصد،", "SOURCE")),
        document("b", "قتل 12 شخصا", ("12", "FIGURE")),
    )), "A")  # fmt: skip
    project.execute(ChangeSpan("b.0", attributes={"value": 13}), "A")
    survey = surveyed(project.path)
    whole = survey.view(Wanted())
    assert {each.severity for each in whole.findings} == {"error", "hint"}
    for severity in ("error", "hint"):
        view = survey.view(Wanted(severity=severity))
        assert list(view.findings) == [each for each in whole.findings if each.severity == severity]
        assert sum(view.counts.values()) == len(view.findings)


def test_a_rule_on_what_documents_share_is_as_grave_as_the_scheme_says(project: Project) -> None:
    project.execute(AddDocuments((
        document("a", "عادت الشركة", ("الشركة", "ACTOR")), document("b", "قالت الشركة", ("الشركة", "SOURCE")),
    )), "A")  # fmt: skip
    assert [each.severity for each in every(project, "label")] == ["hint"]
    scheme = scheme_to_dict(project.queries.scheme())
    project.execute(SetScheme({**scheme, "version": 2, "rules": {"label": "error"}}), "A")
    survey = surveyed(project.path)
    assert [each.severity for each in survey.view(Wanted("label")).findings] == ["error"]
    assert survey.view(Wanted(severity="error")).counts["label"] == 1
    assert "label" not in survey.view(Wanted(severity="hint")).counts
