from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from annotator.core import i18n

MESSAGES = Path(__file__).parents[2] / "packaging" / "messages.py"


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    i18n.use_language("en")


@pytest.fixture
def messages() -> ModuleType:
    pytest.importorskip("babel")
    spec = importlib.util.spec_from_file_location("messages", MESSAGES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_language_changes_at_once() -> None:
    i18n.use_language("ar")
    assert i18n._("Undo") == "تراجع"
    assert i18n.right_to_left()
    i18n.use_language("en")
    assert i18n._("Undo") == "Undo"
    assert not i18n.right_to_left()


@pytest.mark.parametrize(
    ("environment", "spoken"), [("ar_SY.UTF-8", "ar"), ("en_GB.UTF-8", "en"), ("C", "en"), ("fr_FR", "en")]
)
def test_the_system_chooses_unless_the_user_does(
    monkeypatch: pytest.MonkeyPatch, environment: str, spoken: str
) -> None:
    monkeypatch.setenv("LC_ALL", environment)
    assert i18n.use_language("") == spoken
    assert i18n.use_language("ar") == "ar"


def test_an_environment_that_says_nothing_speaks_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert i18n.use_language("") == "en"
    monkeypatch.setenv("LANG", "ar_SY.UTF-8")
    assert i18n.use_language("") == "ar"


def test_arabic_has_six_plural_forms() -> None:
    i18n.use_language("ar")
    said = {i18n.ngettext("%(count)s span", "%(count)s spans", n) for n in (0, 1, 2, 3, 11, 100)}
    assert len(said) >= 5
    assert i18n.counted("%(count)s span", "%(count)s spans", 5).startswith("5")


def test_a_message_is_spoken_with_its_arguments() -> None:
    i18n.use_language("en")
    assert i18n.speak("the scheme has no label %(label)s", {"label": "X"}) == "the scheme has no label X"


def test_a_path_stands_apart_in_an_arabic_sentence() -> None:
    i18n.use_language("ar")
    assert i18n.speak("there is no file %(file)s", {"file": "/home/a.txt"}) == "لا ملف \u2068/home/a.txt\u2069"
    assert i18n.speak("there is no file %(file)s", {"file": "خبر"}) == "لا ملف خبر"
    i18n.use_language("en")
    assert i18n.speak("there is no file %(file)s", {"file": "/home/a.txt"}) == "there is no file /home/a.txt"


def test_a_message_with_a_missing_argument_is_still_said() -> None:
    assert i18n.speak("the scheme has no label %(label)s", {"other": 1}) == "the scheme has no label %(label)s"


def test_an_unknown_message_is_said_as_it_is() -> None:
    i18n.use_language("ar")
    assert i18n.speak("no such message 123") == "no such message 123"


def test_every_message_of_the_tree_is_translated(messages: ModuleType) -> None:
    template = messages.extracted()
    assert len(template) > 100
    for language in i18n.LANGUAGES:
        assert messages.missing(language, template) == []


def test_translations_keep_every_place_of_the_message(messages: ModuleType) -> None:
    import re

    for message in messages.stored("ar"):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple | list) else (message.string,)
        places = set(re.findall(r"%\((\w+)\)", ids[-1]))
        for each in filter(None, said):
            assert set(re.findall(r"%\((\w+)\)", each)) <= places, ids
            assert len(ids) > 1 or set(re.findall(r"%\((\w+)\)", each)) == places, ids


def test_the_compiled_catalogue_is_of_the_written_one(messages: ModuleType) -> None:
    import gettext

    for language in i18n.LANGUAGES:
        compiled = gettext.translation("raqim", messages.LOCALE, [language])
        for message in messages.stored(language):
            if isinstance(message.id, str) and message.id and message.string:
                assert compiled.gettext(message.id) == message.string
