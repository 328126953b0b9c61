"""The first half of adjudication's reading in a worker: it rests on the annotators' layers alone, and takes longest."""

from __future__ import annotations

from pathlib import Path

from annotator.project.disagreements import Compared, Disagreements
from annotator.project.project import Project


def compared(path: str) -> Compared:
    """What the layers of a project file say, as they lie there now; runs in a worker.

    Raises:
        UserError: the file cannot be read.
    """
    with Project.open(Path(path)) as project:
        state = Disagreements(project, read=False)
        for _step in state.comparing():
            pass
        return state.compared
