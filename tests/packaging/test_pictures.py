"""Pictures of the screens, as the guide has them and at other scales."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.packaging.loading import load


def test_every_screen_is_taken_once_at_the_scale_that_is_asked_for() -> None:
    pictures = load("pictures")
    every = pictures.every_screen(2, ())
    assert len(set(every)) == len(every)
    assert {each[3] for each in every} == {2}
    assert {each[:3] for each in every} == {each[:3] for each in pictures.wanted()}
    assert {each[0] for each in pictures.every_screen(2, ("window",))} == {"window"}
    for subject in {each[0] for each in every}:
        looks = {each[1:3] for each in every if each[0] == subject}
        assert {(language, theme) for language in ("ar", "en") for theme in ("light", "dark")} <= looks, subject


@pytest.mark.slow
def test_a_screen_at_twice_the_size_has_twice_the_pixels(tmp_path: Path) -> None:
    load("pictures").main(tmp_path, [("dialog-about", "ar", "dark", scale) for scale in (1, 2)], whole=True)
    once, twice = (QImage(str(tmp_path / f"dialog-about-ar-dark{end}.png")) for end in ("", "-2x"))
    assert not once.isNull()
    assert twice.size() == once.size() * 2
