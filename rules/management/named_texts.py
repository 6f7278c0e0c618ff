"""Rule texts as people name them to a command: a folder of YAML, a benefit of this installation, an archived hash."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError

from rules import texts_store
from rules.language.errors import RuleTextError
from rules.language.load import Edition
from rules.language.reader import files_of
from rules.models import ArchivedText


def named(name: str) -> Edition:
    """The whole text; raises CommandError where it cannot be read or there is none of that name."""
    try:
        if name in texts_store.benefits():
            edition = texts_store.current(name)
            assert edition is not None
            return edition
        if Path(name).is_dir():
            return texts_store.keep(files_of(Path(name)))
        archived = ArchivedText.objects.filter(hash=name).first()
    except DatabaseError:
        raise CommandError(f"La base de datos no responde: «{name}» no se ha buscado entre los archivados.") from None
    except RuleTextError as error:
        raise CommandError(f"{name}: {error}") from None
    if archived is None:
        known = ", ".join(texts_store.benefits())
        raise CommandError(f"«{name}» no es una carpeta, una prestación ({known}) ni la huella de un texto archivado.")
    return texts_store.keep(archived.files)
