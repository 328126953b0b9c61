"""Runs in Label Studio's own environment: its converter reads our tasks and writes them in its short form.

    python label_studio_converter.py TASKS.json CONFIG.xml FOLDER
"""

import sys
from pathlib import Path

from label_studio_sdk.converter import Converter  # type: ignore[import-not-found]  # it lives in that environment only

tasks, config, folder = sys.argv[1:]
converter = Converter(Path(config).read_text("utf-8"), None, download_resources=False)
converter.convert_to_json_min(tasks, folder, is_dir=False)
