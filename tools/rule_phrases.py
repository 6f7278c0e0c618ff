"""The catalogues of the rule texts, kept in step with the YAML: one file per language beside each text.

Called by ``python -m tools.phrases``. A phrase whose Spanish changed is a new phrase: its translation is written anew.
"""

from pathlib import Path

import polib

from rules.language.load import load
from rules.language.reader import files_of
from rules.language.tongue import LANGUAGES, phrases_of

TEXTS = Path(__file__).resolve().parent.parent / "rules" / "texts"
_HEADER = (
    "{language} of the rule text. Entries flagged fuzzy were made by a machine and no person has read them yet:\n"
    "take the flag off an entry when you have read it. Keep in step with the text: python -m tools.phrases"
)


def update_texts() -> dict[str, int]:
    """Bring every catalogue up to date; how many phrases each one lacks."""
    lacking = {}
    for folder in sorted(path.parent for path in TEXTS.glob("*/benefit.yaml")):
        phrases = phrases_of(load(files_of(folder)).text)
        for code in LANGUAGES:
            path = folder / "languages" / f"{code}.po"
            lacking[f"{folder.name}/{path.name}"] = _update(
                path, code, {words: at.file for words, at in phrases.items()}
            )
    return lacking


def _update(path: Path, code: str, phrases: dict[str, str]) -> int:
    known = {entry.msgid: entry for entry in polib.pofile(str(path))} if path.exists() else {}
    catalogue = polib.POFile(wrapwidth=118)
    catalogue.header = _HEADER.format(language=code)
    catalogue.metadata = {
        "Project-Id-Version": "Amparo",
        "Language": code,
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for words, place in phrases.items():
        entry = known.get(words) or polib.POEntry(msgid=words, flags=["fuzzy"])
        entry.occurrences = [(place, "")]
        catalogue.append(entry)
    path.parent.mkdir(exist_ok=True)
    catalogue.save(str(path))
    return sum(1 for entry in catalogue if not entry.msgstr)
