"""Tag schemes: encoding, lenient decoding, and naming what a file uses."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.base import Tags
from annotator.formats.tags import Chunk, Decoder, encode

SCHEMES: tuple[Tags, ...] = ("bio", "iob1", "bioes", "bilou")


@st.composite
def chunked(draw: st.DrawFn) -> tuple[list[Chunk], int]:
    chunks, place = [], 0
    for _ in range(draw(st.integers(0, 6))):
        place += draw(st.integers(0, 2))
        end = place + draw(st.integers(1, 3))
        chunks.append((place, end, draw(st.sampled_from(("PER", "GPE-LOC", "جهة")))))
        place = end
    return chunks, place + draw(st.integers(0, 2))


@pytest.mark.parametrize("scheme", SCHEMES)
@settings(max_examples=40, deadline=None)
@given(made=chunked())
def test_chunks_come_back_from_their_tags(scheme: Tags, made: tuple[list[Chunk], int]) -> None:
    chunks, count = made
    decoder = Decoder()
    assert decoder.chunks(encode(chunks, count, scheme)) == chunks
    assert decoder.repairs() == 0


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_scheme_is_named(scheme: Tags) -> None:
    decoder = Decoder()
    decoder.chunks(encode([(0, 1, "PER"), (1, 3, "PER"), (4, 6, "LOC")], 7, scheme))
    assert decoder.scheme() == scheme


@pytest.mark.parametrize(
    ("tags", "chunks", "repairs"),
    [
        ("I-PER I-PER O", [(0, 2, "PER")], 0),
        ("I-PER B-PER I-PER", [(0, 1, "PER"), (1, 3, "PER")], 0),
        ("B-LOC O I-LOC O", [(0, 1, "LOC"), (2, 3, "LOC")], 1),
        ("B-PER I-LOC", [(0, 1, "PER"), (1, 2, "LOC")], 1),
        ("B-PER I-PER E-PER S-LOC", [(0, 3, "PER"), (3, 4, "LOC")], 0),
        ("B-PER E-PER", [(0, 2, "PER")], 0),
        ("S-PER S-PER", [(0, 1, "PER"), (1, 2, "PER")], 0),
        ("B-X L-X B-X L-X", [(0, 2, "X"), (2, 4, "X")], 0),
        ("U-X U-X", [(0, 1, "X"), (1, 2, "X")], 0),
        ("B-PER o O", [(0, 1, "PER")], 1),
        ("B-GPE-LOC I-GPE-LOC", [(0, 2, "GPE-LOC")], 0),
        ("B_PER I_PER", [(0, 2, "PER")], 0),
        ("W-X B-X M-X E-X", [(0, 1, "X"), (1, 4, "X")], 0),
    ],
)
def test_bad_sequences_are_read_as_conlleval_reads_them(tags: str, chunks: list[Chunk], repairs: int) -> None:
    decoder = Decoder()
    assert decoder.chunks(tags.split()) == chunks
    assert decoder.repairs() == repairs


NAMES = (("bio", "IOB2"), ("iob1", "IOB1"), ("bioes", "IOBES"), ("bilou", "BILOU"))


@pytest.mark.parametrize(("scheme", "name"), NAMES)
@settings(max_examples=30, deadline=None)
@given(made=chunked())
def test_seqeval_reads_our_tags_strictly(scheme: Tags, name: str, made: tuple[list[Chunk], int]) -> None:
    from seqeval import scheme as schemes

    chunks, count = made
    entities: Any = schemes.Entities([encode(chunks, count, scheme)], getattr(schemes, name))
    found = [(each.start, each.end, each.tag) for each in entities.entities[0]]
    assert sorted(found) == chunks
