"""The window: the only place that knows Qt."""

import builtins

PLAIN_IMPORT = builtins.__import__
"""Python's own import: PySide6 replaces it by one that reads the source of every module imported later, looking for
``__feature__``, which this program does not use. `application` puts it back, since that is a tenth of the start."""
