"""Row ``agreement``: the review page's numbers over a large corpus, and coefficients beside other programs.

Peers that cannot hold a size in memory, or would take minutes, are not asked for it. gamma's peer needs an
environment of its own (it pulls in GPL parts): its interpreter is named by ``RAQIM_PYGAMMA``.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement import unitizing
from annotator.agreement.align import align_rows
from annotator.agreement.alpha import alpha
from annotator.agreement.answers import Answers, answers
from annotator.agreement.cluster_table import cluster_table
from annotator.agreement.clusters import answer_attributes
from annotator.agreement.coding import coding_of_arrays
from annotator.agreement.coefficients import cohen_kappa, scott_pi
from annotator.agreement.columns import Columns
from annotator.agreement.comparison import Comparison, LayerSpans, comparison_of
from annotator.agreement.continua import Continuum
from annotator.agreement.differences import differences
from annotator.agreement.gamma import Dissimilarity, disorder
from annotator.agreement.overlap import overlaps
from annotator.agreement.ranking import Ranked, effects, worklist
from annotator.agreement.report import measure_comparison
from annotator.core.span import Span
from tests.agreement.corpora import LABELS, corpus

REVIEW = ["f1_exact", "f1_overlap", "u_alpha", "bar_u_alpha", "cu_alpha", "label_alpha"]
SIZES = (10**3, 10**5, 10**6)
TIMES = 5
Work = Callable[[], object]


def run() -> Iterator[dict[str, Any]]:
    """All lines of the row."""
    warnings.simplefilter("ignore")
    yield _line("review numbers, 5 × 2,000 × 60 spans, 2,000 resamples", _timed(_review(corpus(5, 2000, 60))), 2.0)
    yield from _worklist_lines()
    for size in SIZES:
        yield from _coding_lines(size)
        yield from _span_lines(size)
    for size in (100, 1000):
        yield _gamma_line(size)


def _review(columns: Columns) -> Work:
    return lambda: measure_comparison(Comparison(columns), REVIEW, bootstrap=2000)


def _worklist_lines() -> Iterator[dict[str, Any]]:
    """5,000 open clusters among 10,000 ranked, from layers and from clusters, and the next one after a decision."""
    layers = _layers(corpus(3, 170, 60, seed=1))
    texts = {layer.document: layer.text for layer in layers}
    found = _answered(layers)
    assert int((~found.agreed).sum()) >= 5000
    whole = _timed(lambda: _ranked(_answered(layers), texts))
    yield _line("worklist of 5,000 open clusters, from layers", whole, 0.2)
    known = _timed(lambda: _ranked(replace(found), texts))  # a copy, with nothing computed yet
    yield _line("worklist of 5,000 open clusters, clusters known", known, 0.2)
    ways, sums = differences(found, texts), effects(found)
    decided = [worklist(ways, sums)[0].cluster]
    yield _line("accept to next, ranked anew", _timed(lambda: worklist(ways, sums, decided=decided)), 0.05)


def _answered(layers: list[LayerSpans]) -> Answers:
    comparison = comparison_of(layers)
    attributes = [answer_attributes(each) for each in comparison.spans]
    return answers(comparison.columns, cluster_table(comparison), attributes)


def _ranked(found: Answers, texts: dict[str, str]) -> list[Ranked]:
    return worklist(differences(found, texts), effects(found))


def _layers(columns: Columns) -> list[LayerSpans]:
    text = "قالت المنظمة السورية إن " * (int(columns.lengths[0]) // 20)
    return [
        LayerSpans(str(document), name, tuple(
            Span(str(row), int(columns.start[row]), int(columns.end[row]), LABELS[columns.label[row]], {"kind": "x"})
            for row in np.flatnonzero((columns.document == document) & (columns.annotator == who))
        ), (), text)
        for document in range(len(columns.documents)) for who, name in enumerate(columns.annotators)
    ]  # fmt: skip


def _timed(work: Work, times: int = TIMES) -> float:
    return median(_once(work) for _ in range(times))


def _once(work: Work) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _beside(ours: Work, peer: Work | None) -> tuple[float, float | None]:
    """Medians of both, in alternation."""
    if peer is None:
        return _timed(ours), None
    pairs = [(_once(ours), _once(peer)) for _ in range(TIMES)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def _line(
    what: str, ours: float, goal: float | None = None, peer: float | None = None, name: str | None = None
) -> dict[str, Any]:
    ratio = peer / ours if peer is not None else None
    met = ours <= goal if goal is not None else ratio > 1 if ratio is not None else None
    wanted: object = goal if goal is not None else "ahead of the peer"
    return {"row": "agreement", "figure": what, "ours": ours, "peer": peer, "peer_name": name, "ratio": ratio,
            "unit": "s", "goal": wanted, "met": met, "n": TIMES}  # fmt: skip


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _codes(size: int) -> NDArray[np.int64]:
    rng = np.random.default_rng(size)
    truth = rng.integers(0, 4, size)
    return np.where(rng.random((2, size)) < 0.8, truth, rng.integers(0, 4, (2, size)))


def _coding_lines(size: int) -> Iterator[dict[str, Any]]:
    codes = _codes(size)
    columns = list(codes)
    krippendorff, metrics, nltk = map(_module, ("krippendorff", "sklearn.metrics", "nltk.metrics.agreement"))
    peers: list[tuple[str, str, Work, Work | None]] = [
        (
            "alpha", "krippendorff", lambda: alpha(coding_of_arrays(columns)),
            krippendorff and (lambda: krippendorff.alpha(reliability_data=codes, level_of_measurement="nominal")),
        ),
        (
            "kappa", "scikit-learn", lambda: cohen_kappa(coding_of_arrays(columns)),
            metrics and (lambda: metrics.cohen_kappa_score(*codes)),
        ),
    ]  # fmt: skip
    if size <= 10**5:
        triples = [(rater, unit, int(value)) for rater in range(2) for unit, value in enumerate(codes[rater])]
        peers.append((
            "pi", "nltk", lambda: scott_pi(coding_of_arrays(columns)),
            nltk and (lambda: nltk.AnnotationTask(data=triples).pi()),
        ))  # fmt: skip
    for what, name, ours, peer in peers:
        mine, theirs = _beside(ours, peer)
        yield _line(f"{what}, {size:,} items", mine, None, theirs, name)


def _span_lines(size: int) -> Iterator[dict[str, Any]]:
    columns = corpus(2, max(size // 10, 1), 10, seed=size, nested=0.0)
    a, b = columns.by_annotator()
    nervaluate = _module("nervaluate") if size <= 10**5 else None
    peer: Work | None = None
    if nervaluate:
        sides = [_listed(columns, who) for who in range(2)]
        peer = lambda: nervaluate.Evaluator(*sides, tags=list(LABELS), loader="dict").evaluate()  # noqa: E731 - as Work, under the condition
    mine, theirs = _beside(lambda: align_rows(columns.of(0), columns.of(1)), peer)
    yield _line(f"SemEval F1, {size:,} spans", mine, None, theirs, "nervaluate")
    whole = _timed(lambda: unitizing.u_alpha(
        unitizing.unit_statistics(a, b, overlaps(a, b), columns.lengths, len(LABELS))))  # fmt: skip
    yield _line(f"u-alpha, {size:,} spans (no program to compare with)", whole)


def _listed(columns: Columns, who: int) -> list[list[dict[str, Any]]]:
    documents: list[list[dict[str, Any]]] = [[] for _ in columns.documents]
    for row in np.flatnonzero(columns.annotator == who):
        documents[columns.document[row]].append({
            "start": int(columns.start[row]), "end": int(columns.end[row]) - 1,
            "label": LABELS[columns.label[row]],
        })  # fmt: skip
    return documents


_PEER = """
import json, sys, time
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum
continuum = Continuum()
for who, units in enumerate(json.load(sys.stdin)):
    for start, end, category in units:
        continuum.add(str(who), Segment(start, end), category)
how = CombinedCategoricalDissimilarity(alpha=1, beta=1)
continuum.get_best_alignment(how)
times = []
for _ in range(5):
    begun = time.perf_counter()
    found = continuum.get_best_alignment(how).disorder
    times.append(time.perf_counter() - begun)
print(json.dumps([sorted(times)[2], float(found)]))
"""


def _gamma_line(size: int) -> dict[str, Any]:
    columns = corpus(2, 1, size, seed=size)
    layers: Continuum = [  # each unit once: the peer keeps units in a set
        list(dict.fromkeys((float(columns.start[r]), float(columns.end[r]), LABELS[columns.label[r]])
                           for r in np.flatnonzero(columns.annotator == who)))
        for who in range(2)
    ]  # fmt: skip
    mine = _timed(lambda: disorder(layers, Dissimilarity()))
    python = os.environ.get("RAQIM_PYGAMMA")
    theirs = None
    if python:
        answer = subprocess.run(
            [python, "-c", _PEER], input=json.dumps(layers), capture_output=True, text=True, check=True
        )
        theirs, found = json.loads(answer.stdout.splitlines()[-1])
        assert abs(found - disorder(layers, Dissimilarity())) < 1e-3
    return _line(f"gamma's best alignment, 2 × {size:,} units", mine, None, theirs, "pygamma-agreement")
