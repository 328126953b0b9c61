"""What the user can choose for the window: languages, themes, the usual font."""

from __future__ import annotations

from annotator.core.i18n import N_

LANGUAGES = (("", N_("The system's")), ("ar", "العربية"), ("en", "English"))
THEMES = (("light", N_("Light")), ("dark", N_("Dark")), ("high_contrast", N_("High contrast")))
FONT = "Amiri"
