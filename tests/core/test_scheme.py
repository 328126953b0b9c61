from __future__ import annotations

import pytest

from annotator.core.errors import UserError
from annotator.core.scheme import AttributeType, check_value, date_read, default_of, scheme_from_dict
from annotator.core.span import Value, extent_of


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("choice", "killed", True), ("choice", "lost", False), ("number", 3, True), ("number", 2.5, True),
        ("number", True, False), ("number", "3", False), ("date", "2014-03-05", True), ("date", "yesterday", False),
        ("date", 2014, False), ("flag", True, True), ("flag", "true", False), ("text", "نحو", True),
        ("text", 3, False), ("entity", "e1", True), ("choice", None, True),
    ],
)  # fmt: skip
def test_a_value_fits_its_type_or_not(kind: str, value: Value, fits: bool) -> None:
    choices = ("killed", "injured") if kind == "choice" else ()
    attribute = AttributeType("a", type=kind, choices=choices)  # type: ignore[arg-type]  # of the table above
    assert (check_value(attribute, value) == "") is fits


def test_a_choice_without_choices_takes_anything() -> None:
    assert not check_value(AttributeType("a", type="choice"), "whatever")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2014", "2014"), ("2014-3", "2014-03"), ("5/3/2014", "2014-03-05"), ("2014.03.05", "2014-03-05"),
        ("٢٠١٤-٠٣-٠٥", "2014-03-05"), ("2014-03-05T10:30", "2014-03-05T10:30"),
        ("2014-03-05 10:30", "2014-03-05 10:30"),
    ],
)  # fmt: skip
def test_a_date_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert date_read(typed) == read


@pytest.mark.parametrize("typed", ["", "14", "March", "2014-13", "2014-03-05-06", "2014-03-05T99:00", "2014-02-30"])
def test_what_is_no_date_does_not_fit(typed: str) -> None:
    assert check_value(AttributeType("a", type="date"), typed)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("number", "٣", 3.0), ("number", "three", None), ("number", 4, 4), ("flag", "True", True),
        ("flag", " false ", False), ("flag", "perhaps", None), ("flag", True, True), ("text", "نحو", "نحو"),
        ("date", "2014-99", None),
    ],
)  # fmt: skip
def test_a_default_is_what_the_type_makes_of_it(kind: str, written: Value, value: Value) -> None:
    attribute = AttributeType("a", type=kind, default=written)  # type: ignore[arg-type]  # of the table above
    assert default_of(attribute) == value


@pytest.mark.parametrize("pieces", [(), ((3, 3),), ((-1, 2),), ((0, 4), (2, 6)), ((5, 6), (0, 2))])
def test_pieces_that_are_no_span_are_refused(pieces: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="piece"):
        extent_of(pieces)


def test_one_piece_has_no_fragments_and_two_have() -> None:
    assert extent_of(((2, 5),)) == (2, 5, ())
    assert extent_of(((2, 5), (7, 9))) == (2, 9, ((2, 5), (7, 9)))


def test_a_scheme_may_say_one_word_where_a_list_or_a_table_stands() -> None:
    attribute = {"name": "role", "choices": "head", "shown_when": {"kind": "person"}}
    scheme = scheme_from_dict({"labels": [{"name": "ACTOR", "titles": "Actor", "attributes": [attribute]}]})
    (label,) = scheme.labels
    assert label.titles == {"en": "Actor"}
    assert label.attributes[0].choices == ("head",)
    assert label.attributes[0].shown_when == {"kind": ("person",)}


def test_an_attribute_of_no_known_type_is_refused() -> None:
    with pytest.raises(UserError, match="no type"):
        scheme_from_dict({"labels": [{"name": "ACTOR", "attributes": [{"name": "role", "type": "colour"}]}]})
