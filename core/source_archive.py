"""The source code of the running site, as a file: what the AGPL asks of whoever serves it over a network.

Only what belongs to the program goes in, by name: never the data folder, keys, or anything that lies beside it.
"""

import io
import tarfile
from functools import cache
from pathlib import Path

from django.conf import settings

_FOLDERS = (
    *("core", "rules", "receipts", "identity", "interop", "simulator", "applications", "workflow"),
    *("tests", "tools", "docs", "deploy", ".ci"),
)
_FILES = ("manage.py", "Makefile", "pyproject.toml", "LICENSE", "NOTICE", "README.md", "CONTRIBUTING.md")
_PATTERNS = ("requirements*.lock", "requirements*.txt")
_SKIPPED = {"__pycache__", "node_modules"}


def _paths(base: Path) -> list[Path]:
    inside = (path for folder in _FOLDERS for path in (base / folder).rglob("*"))
    files = [path for path in inside if path.is_file() and not path.is_symlink() and not _SKIPPED & set(path.parts)]
    beside = [base / name for name in _FILES if (base / name).is_file()]
    locks = [path for pattern in _PATTERNS for path in base.glob(pattern)]
    return sorted([*files, *beside, *locks])


@cache
def archive() -> bytes:
    """A ``.tar.gz`` of the source, made once per process; everything in it lies under ``amparo/``."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for path in _paths(settings.BASE_DIR):
            tar.add(path, arcname=str(Path("amparo") / path.relative_to(settings.BASE_DIR)), recursive=False)
    return stream.getvalue()
