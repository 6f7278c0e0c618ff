"""The catalogues of every language, kept in step: letters here, rule texts and screens in their own modules.

``python -m tools.phrases`` adds the phrases that are new (empty: they are printed in Spanish until somebody translates
them) and drops those that are gone. Run it after changing a letter, a rule text or a screen. A translation that no
person has read carries gettext's *fuzzy* flag; take the flag off when you have read it.
"""

import ast
import sys
from pathlib import Path

import polib

from tools.rule_phrases import update_texts
from tools.screen_phrases import update_screens

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "receipts" / "languages"
ROOMS = ("receipts", "applications", "workflow")
MARKS = {"say", "titled"}


def phrases_in_code() -> dict[str, list[str]]:
    """Every phrase marked in the code, with the places where it stands."""
    found: dict[str, list[str]] = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                words = _marked(node)
                if words is not None:
                    found.setdefault(words, []).append(str(path.relative_to(ROOT)))
    return found


def _marked(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in MARKS or not node.args:
        return None
    first = node.args[0]
    words = first.value if isinstance(first, ast.Constant) else None
    return words if isinstance(words, str) and _has_words(words) else None


def _has_words(text: str) -> bool:
    """A template of nothing but values says nothing that could be translated."""
    inside = 0
    for sign in text:
        inside += (sign == "{") - (sign == "}")
        if not inside and sign.isalpha():
            return True
    return False


def catalogues() -> list[Path]:
    """The files, one for each language; a variant (``ca@valencia``) holds only what differs from its language."""
    return sorted(FOLDER.glob("*.po"))


def update(path: Path, phrases: dict[str, list[str]]) -> int:
    """Bring one catalogue up to date; returns how many phrases still lack a translation."""
    catalogue = polib.pofile(str(path), wrapwidth=118)
    known = {entry.msgid: entry for entry in catalogue}
    catalogue.clear()
    for words, places in phrases.items():
        entry = known.get(words)
        if entry is None and "@" in path.stem:
            continue
        entry = entry or polib.POEntry(msgid=words, flags=["fuzzy"])
        entry.occurrences = [(place, "") for place in dict.fromkeys(places)]
        catalogue.append(entry)
    catalogue.save(str(path))
    return sum(1 for entry in catalogue if not entry.msgstr)


if __name__ == "__main__":
    gathered = phrases_in_code()
    print(f"{len(gathered)} phrases")
    for one in catalogues():
        print(f"{one.name}: {update(one, gathered)} without translation")
    for name, lacking in {**update_texts(), **update_screens()}.items():
        print(f"{name}: {lacking} without translation")
    sys.exit(0)
