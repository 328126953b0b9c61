"""camel-tools as an outside suggester, for the packaged Raqim, which comes without it and without torch.

    python camel_suggester.py               persons and organisations as ACTOR
    python camel_suggester.py --places      places too

It runs in a Python environment that has Raqim's wheel with the extra `camel`; see docs/en/extending.md.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from annotator.core.errors import UserError
from annotator.core.suggestion import Suggested
from annotator.suggest.camel import camel_hindrance, suggest_with_camel
from annotator.suggest.camel_data import camel_folder


def answer(name: str, text: str, *, places: bool) -> dict[str, Any]:
    """What goes back for one document: its spans, or why there are none."""
    hindrance = camel_hindrance()
    if hindrance:
        return {"id": name, "error": hindrance}
    try:
        return {"id": name, "spans": spans(suggest_with_camel(text, str(camel_folder()), places))}
    except UserError as error:
        return {"id": name, "error": str(error)}


def spans(found: Suggested) -> list[dict[str, Any]]:
    """Raqim's suggestions in the words of the protocol."""
    return [
        {"start": each.start, "end": each.end, "label": each.label, "attributes": dict(each.attributes),
         "score": each.score, "why": each.why}
        for each in found.spans
    ]  # fmt: skip


def main() -> None:
    """One answer for each line, at once."""
    places = "--places" in sys.argv[1:]
    for line in sys.stdin:
        document = json.loads(line)
        sys.stdout.write(json.dumps(answer(document["id"], document["text"], places=places), ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
