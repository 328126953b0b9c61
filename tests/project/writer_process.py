"""A process that works on a project and says, after each action, that it is saved; to be killed at any moment."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from annotator.core.command import AddDocuments, AddSpan, Batch, ChangeSpan
from annotator.core.document import AnnotatedDocument, Document
from annotator.core.errors import UserError
from annotator.project.project import Project


def main(path: Path, seed: int, others: list[Path]) -> None:
    chance = random.Random(seed)
    project = Project.open(path)
    print("ready", flush=True)
    while True:
        action = chance.choice(["label", "label", "batch", "change", "undo", "redo", "import", "merge"])
        try:
            done = act(project, action, chance, others)
        except UserError:
            continue
        if done:
            newest = project.queries.history(limit=1)[0]
            print(f"saved {newest.id}", flush=True)


def act(project: Project, action: str, chance: random.Random, others: list[Path]) -> bool:
    document = chance.choice(project.queries.document_ids())
    start = chance.randrange(0, 60)
    match action:
        case "label":
            project.execute(AddSpan(document, start, start + 3, "ACTOR", "W"), "W")
        case "batch":
            wishes = tuple(AddSpan(document, start + step, start + step + 1, "FIGURE", "W") for step in range(10))
            project.execute(Batch(wishes), "W")
        case "change":
            spans = project.queries.spans(document, "W")
            if not spans:
                return False
            project.execute(ChangeSpan(chance.choice(spans).id, note=str(start)), "W")
        case "import":
            name = f"n{chance.randrange(10**9)}"
            project.execute(AddDocuments((AnnotatedDocument(Document(name, name, f"{name} نص " * 40)),)), "W")
        case "merge":
            return project.merge(chance.choice(others), "W").events > 0
        case _:
            getattr(project, action)("W")
    return True


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), [Path(each) for each in sys.argv[3:]])
