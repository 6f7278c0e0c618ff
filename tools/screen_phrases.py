"""The catalogue of the screens that speak several languages, kept in step with code and templates.

Called by ``python -m tools.phrases``; needs GNU gettext's ``xgettext``. One file per language in ``core/locale``, and
beside it the compiled one that Django reads. As with the letters, what no person has read is flagged *fuzzy* and used
all the same (``msgfmt --use-fuzzy``): the page says so.
"""

import subprocess
import tempfile
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "core" / "locale"
ROOMS = ("core", "rules", "simulator")
LANGUAGES = ("ca", "gl", "eu", "en")
_KEYWORDS = ("gettext", "gettext_lazy", "in_languages", "ngettext:1,2", "pgettext:1c,2")
_HEADER = (
    "{language} of the screens. Entries flagged fuzzy were made by a machine and no person has read them yet:\n"
    "take the flag off an entry when you have read it. Keep in step with the code: python -m tools.phrases"
)


def phrases_in_screens() -> polib.POFile:
    """Every phrase marked for Django's gettext in Python and in templates."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [source for room in ROOMS for source in _sources(room, folder)]
        command = ["xgettext", "--language=Python", "--from-code=UTF-8", "--no-wrap", "--output=-", "--keyword"]
        command += [f"--keyword={keyword}" for keyword in _KEYWORDS]
        done = subprocess.run([*command, *sources], cwd=folder, capture_output=True, check=True)
    return polib.pofile(done.stdout.decode().replace("CHARSET", "UTF-8"))


def _sources(room: str, folder: Path) -> list[str]:
    """Copies of a room's files as xgettext reads them: templates are rewritten as calls first."""
    found = []
    for path in sorted([*(ROOT / room).rglob("*.py"), *(ROOT / room).rglob("*.html")]):
        content = path.read_text()
        if not any(mark in content for mark in ("gettext", "translate", "in_languages")):
            continue
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(templatize(content) if path.suffix == ".html" else content)
        found.append(str(path.relative_to(ROOT)))
    return found


def update_screens() -> dict[str, int]:
    """Bring every catalogue up to date and compile it; how many phrases each one lacks."""
    phrases = phrases_in_screens()
    return {code: _update(code, phrases) for code in LANGUAGES}


def _update(code: str, phrases: polib.POFile) -> int:
    path = LOCALE / code / "LC_MESSAGES" / "django.po"
    known = {entry.msgid: entry for entry in polib.pofile(str(path))} if path.exists() else {}
    catalogue = polib.POFile(wrapwidth=118)
    catalogue.header = _HEADER.format(language=code)
    catalogue.metadata = {
        "Project-Id-Version": "Amparo",
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for phrase in phrases:
        catalogue.append(_entry(phrase, known.get(phrase.msgid)))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    compiled(path).write_bytes(compile_catalogue(path))
    return sum(1 for entry in catalogue if not (entry.msgstr or all(entry.msgstr_plural.values() or [""])))


def _entry(phrase: polib.POEntry, known: polib.POEntry | None) -> polib.POEntry:
    entry = known or polib.POEntry(msgid=phrase.msgid, msgid_plural=phrase.msgid_plural, flags=["fuzzy"])
    if phrase.msgid_plural and not entry.msgstr_plural:
        entry.msgstr_plural = {0: "", 1: ""}
    flags = [flag for flag in phrase.flags if flag.endswith("-format")]
    entry.flags = [*(["fuzzy"] if entry.fuzzy else []), *flags]
    entry.occurrences = [(place, "") for place in dict.fromkeys(place for place, _ in phrase.occurrences)]
    return entry


def compiled(path: Path) -> Path:
    """The file Django reads."""
    return path.with_suffix(".mo")


def compile_catalogue(path: Path) -> bytes:
    """The catalogue as Django reads it, unread entries included."""
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    return bytes(catalogue.to_binary())
