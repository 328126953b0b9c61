"""Settled cases as examples in the guidelines: words that a label is for, or is not for."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.command import SetScheme
from annotator.core.scheme import Scheme, scheme_to_dict


def with_example(scheme: Scheme, label: str, words: str, *, good: bool = True) -> SetScheme | None:
    """The command that adds words to a label's examples (counterexamples where not ``good``).

    ``None`` where there is no such label, no words, or the guidelines say so already.
    """
    known, said = scheme.label(label), " ".join(words.split())
    if known is None or not said or said in (known.examples if good else known.counterexamples):
        return None
    if good:
        new = replace(known, examples=(*known.examples, said))
    else:
        new = replace(known, counterexamples=(*known.counterexamples, said))
    labels = tuple(new if each.name == label else each for each in scheme.labels)
    return SetScheme(scheme_to_dict(replace(scheme, labels=labels)))
