"""A language's pages stand at the top of its site; pages for engineers that no guide names stay out."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

LANGUAGES = ("en", "ar")
SHARED = ("guidelines.md", "glossary.md", "suggestions.md", "house.md")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    del config
    for file in list(files):
        language, _, rest = file.dest_uri.partition("/")
        if language in LANGUAGES:
            file.dest_uri = rest
        elif file.src_uri.endswith(".md") and file.src_uri not in SHARED:
            files.remove(file)
    return files
