"""Words that people read are all there: every error raised has its text, every event its sentence."""

import ast
import re
import string
from pathlib import Path

import pytest

from core import errors, events

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("core", "rules", "receipts", "identity", "interop", "simulator", "applications", "workflow")


def calls() -> list[tuple[Path, ast.Call]]:
    found = []
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            tree = ast.parse(path.read_text())
            found += [(path, node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return found


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def first_string(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def test_every_error_raised_is_in_the_catalogue_with_its_parameters():
    raised = [(path, call, first_string(call)) for path, call in calls() if name_of(call) == "AmparoError"]
    raised = [(path, call, code) for path, call, code in raised if code]
    assert len(raised) > 40
    for path, call, code in raised:
        assert code in errors.catalogue(), f"{path}:{call.lineno} raises {code}, which has no text"
        if any(keyword.arg is None for keyword in call.keywords):
            continue  # parameters handed on as they came
        text = errors.catalogue()[code]
        wanted = {
            name for part in (text.what, text.why, text.next_step) for _, name, _, _ in string.Formatter().parse(part)
        }
        given = {keyword.arg for keyword in call.keywords}
        assert wanted - {None} <= given, f"{path}:{call.lineno} raises {code} without {wanted - given}"


def test_every_event_recorded_has_its_sentence():
    verbs = {"record", "record_many", "tell", "tell_office"}
    recorded = [(path, call, first_string(call)) for path, call in calls() if name_of(call) in verbs]
    kinds = {kind for _, _, kind in recorded if kind and "." in kind}
    assert len(kinds) > 15
    assert kinds <= set(events.kinds())


@pytest.mark.parametrize("code", sorted(errors.catalogue()))
def test_an_error_says_what_happened_and_what_to_do_next(code):
    text = errors.catalogue()[code]
    for sentence in (text.what, text.next_step):
        assert re.match(r"[¿¡«A-ZÁÉÍÓÚÑ{]", sentence), sentence
        assert sentence.rstrip().endswith((".", "?", "!", "»", ")", "}")), sentence
    assert 400 <= text.status < 600


def test_the_glossary_explains_every_model_and_state():
    from tools.glossary import missing_words

    assert missing_words() == []


def test_the_source_offered_holds_the_program_and_no_data(tmp_path):
    import io
    import tarfile

    from django.conf import settings

    from core.source_archive import archive

    with tarfile.open(fileobj=io.BytesIO(archive())) as tar:
        names = set(tar.getnames())
    assert {"amparo/manage.py", "amparo/workflow/flows.py", "amparo/LICENSE", "amparo/.ci/run"} <= names
    data = Path(settings.DATA_DIR).name
    assert not [name for name in names if {"var", ".venv", ".git", data, "keys"} & set(Path(name).parts)]
