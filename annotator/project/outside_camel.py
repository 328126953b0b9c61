"""Camel-tools among the suggesters that run outside this process."""

from __future__ import annotations

from annotator.core.errors import Problem, UserError
from annotator.core.i18n import N_
from annotator.core.suggestion import Suggested
from annotator.project.jobs import Worker
from annotator.project.outside_rounds import Round, waited

SECONDS_PER_CHARACTER = 0.05
"""A BERT-sized model reads some twenty words in a second on one slow core."""


class CamelSuggester:
    """Camel-tools' entities, in a worker that keeps the model loaded."""

    name = "camel"
    title = N_("camel-tools: names of persons and organisations")

    def __init__(self, *, places: bool = False, seconds: float = 300.0) -> None:
        self.problems: list[Problem] = []
        self._places, self._seconds = places, seconds
        self._worker = Worker()

    def begin(self, document: str, text: str) -> Round:
        """Ask the worker.

        Raises:
            UserError: camel-tools or its data is not installed (the network is not touched).
        """
        from annotator.suggest.camel import camel_hindrance, suggest_with_camel
        from annotator.suggest.camel_data import camel_folder

        hindrance = camel_hindrance()
        if hindrance:
            raise UserError(hindrance)
        seconds = self._seconds + SECONDS_PER_CHARACTER * len(text)
        return self._worker.submit(suggest_with_camel, text, str(camel_folder()), self._places, seconds=seconds)

    def suggest(self, document: str, text: str) -> Suggested:
        """What camel-tools suggests.

        Raises:
            UserError: it is not installed, or failed.
        """
        return waited(self.begin(document, text))

    def close(self) -> None:
        """End the worker."""
        self._worker.kill()
