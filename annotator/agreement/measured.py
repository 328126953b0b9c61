"""What a measure hands over before it is evaluated, and the list of measures with definitions and references."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from annotator.agreement.additive import Additive
from annotator.agreement.comparison import Comparison


@dataclass(frozen=True)
class Measured:
    """A measure's sums: overall and by label (or attribute, or relation type), and what was left out.

    ``explanation`` is said where the figure turns out undefined.
    """

    overall: Additive
    labels: Mapping[str, Additive] = field(default_factory=dict)
    excluded: Mapping[str, int] = field(default_factory=dict)
    parameters: Mapping[str, object] = field(default_factory=dict)
    explanation: str = ""
    units: float | None = None
    """How many units the figure rests on, where that is not the number of spans compared."""


@dataclass(frozen=True)
class Measure:
    """A measure by name: title and definition are gettext ids; the reference is a citation."""

    name: str
    title: str
    definition: str
    reference: str
    compute: Callable[[Comparison, Options], Measured]


@dataclass(frozen=True)
class Options:
    """What a measure may be told: the seed of what is random."""

    seed: int = 0
    samples: int = 30
