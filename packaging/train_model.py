"""Rebuild ``resources/models/news.zip`` from the training part of the corpus: ``python packaging/train_model.py``.

The same corpus, tables and rules give the same bytes. The held-apart fifth of the corpus is never read.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from annotator.project.training import corpus_texts
from annotator.suggest.learner_model import packed, shipped_path, write_model
from annotator.suggest.learner_school import learn_whole


def main() -> None:
    """Learn and write."""
    begin = time.monotonic()
    texts = corpus_texts("train")
    model = learn_whole(texts)
    write_model(model, shipped_path())
    print(f"{len(texts)} texts, {len(packed(model)):,} bytes, {time.monotonic() - begin:.0f} s")
    for label, weighing in model.weighing.items():
        print(label, weighing.least, dict(weighing.weights))


if __name__ == "__main__":
    main()
