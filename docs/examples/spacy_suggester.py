"""An outside suggester for Raqim with spaCy: reads documents as JSON lines, writes suggestions as JSON lines.

    python spacy_suggester.py                          names of a few bodies, by spaCy's EntityRuler
    python spacy_suggester.py MODEL                    the entities of an installed spaCy model, for instance
                                                       xx_ent_wiki_sm, which knows PER, ORG and LOC

Register the command in Raqim under View > Suggesters.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

Pipeline = Callable[[str], Any]
"""What spaCy makes of a text."""

LABELS = {"PER": "ACTOR", "PERSON": "ACTOR", "ORG": "ACTOR", "ACTOR": "ACTOR", "SOURCE": "SOURCE"}
"""From the model's labels to those of the scheme; others are left out (a plain place is no actor)."""
KINDS = {"PER": "person", "PERSON": "person", "ORG": "organisation"}


def load(name: str) -> Pipeline:
    """The model, or a rule for a few names where none is given."""
    import spacy

    if name:
        return spacy.load(name)
    pipeline = spacy.blank("ar")
    pipeline.add_pipe("entity_ruler").add_patterns([
        {"label": "SOURCE", "pattern": "المرصد السوري لحقوق الإنسان"},
        {"label": "SOURCE", "pattern": "وكالة سانا"},
        {"label": "ACTOR", "pattern": "القوات السورية"},
    ])
    return pipeline


def suggestions(pipeline: Pipeline, text: str) -> list[dict[str, Any]]:
    """The entities as spans. spaCy's offsets are code points, as Raqim's are."""
    found = []
    for entity in pipeline(text).ents:
        label = LABELS.get(entity.label_)
        if label is not None:
            kind = KINDS.get(entity.label_)
            found.append({
                "start": entity.start_char, "end": entity.end_char, "text": entity.text, "label": label,
                "attributes": {"kind": kind} if kind else {},
                "score": 0.6, "why": f"spaCy: {entity.label_}",
            })
    return found


def main() -> None:
    """One answer for each line, at once: without the flush Raqim would wait in vain."""
    pipeline = load(sys.argv[1] if len(sys.argv) > 1 else "")
    for line in sys.stdin:
        document = json.loads(line)
        answer = {"id": document["id"], "spans": suggestions(pipeline, document["text"]), "relations": []}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
