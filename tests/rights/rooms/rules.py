"""The rules: what they say, for everybody; their versions, for central administration, and never both hands of one."""

import datetime as dt

from rules import texts_store
from rules.models import TextTrial, TextVersion
from rules.publishing import replaying
from tests.rights.rooms.administration import _colleague
from tests.rights.rows import Office as Page
from tests.rights.rows import Public, Scene, nothing

ADMINISTRATOR = {"administrator"}


def _version(author: object, title: str, **more: object) -> TextVersion:
    edition = texts_store.current("imv")
    assert edition is not None
    content = {"files": dict(edition.files), "hash": edition.text.hash, "based_on_hash": edition.text.hash}
    defaults = {"valid_from": dt.date(2031, 1, 1), "reason": "x" * 20, **content, **more}
    found = TextVersion.objects.get_or_create(benefit="imv", title=title, author=author, defaults=defaults)
    return found[0]


def _mine(scene: Scene) -> TextVersion:
    """A draft of the cast's administrator."""
    return _version(scene.people["administrator"], "Mía")


def _theirs(scene: Scene) -> TextVersion:
    """A proposal of a colleague's, tried."""
    version = _version(_colleague(), "Suya")
    if version.state == "draft":
        plan = {"examples": 0, "population": 0, "population_label": "Ninguna", "stored": []}
        report = {"examples": {"cases": 0, "broken": []}, "population": replaying.empty(), "stored": replaying.empty()}
        given = {"revision": 1, "hash": version.hash, "against_hash": version.hash, "plan": plan, "total": 0}
        version.trial = TextTrial.objects.create(
            version=version, state="done", report=report, requested_by=version.author, **given
        )
        version.state, version.proposed_at = "proposed", dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
        version.save()
    return version


def _of(give, *more: str):
    return lambda scene: [give(scene).public_id, *more]


AMOUNT = {"revision": "1", "source": "Prueba"}
SENTENCE = "requirements.yaml/requirements/residence/advice"
NEW = {"title": "Otra", "valid_from_day": "1", "valid_from_month": "1", "valid_from_year": "2030", "copy_year": "no"}
ADDRESSES = {
    "rules:reference": Public("what the rules say is public", arguments=("imv",)),
    "rules:versions": Page(ADMINISTRATOR, arguments=nothing),
    "rules:version_new": Page(ADMINISTRATOR, "form", arguments=nothing, body=NEW),
    "rules:version": Page(ADMINISTRATOR, arguments=_of(_theirs)),
    "rules:version_amounts": Page(ADMINISTRATOR, arguments=_of(_theirs)),
    "rules:version_amount": Page(ADMINISTRATOR, "form", arguments=_of(_mine, "minimum_age"), body=AMOUNT),
    "rules:version_sentences": Page(ADMINISTRATOR, arguments=_of(_theirs)),
    "rules:version_sentence": Page(ADMINISTRATOR, "form", arguments=_of(_mine, SENTENCE), body={"revision": "1"}),
    "rules:version_trial": Page(ADMINISTRATOR, arguments=_of(_theirs)),
    "rules:version_try": Page(ADMINISTRATOR, "act", arguments=_of(_mine)),
    "rules:version_propose": Page(ADMINISTRATOR, "act", arguments=_of(_mine), body={"revision": "1"}),
    "rules:version_review": Page(
        ADMINISTRATOR, "form", arguments=_of(_theirs), body={"revision": "1", "note": "x" * 20}
    ),
    "rules:version_withdraw": Page(ADMINISTRATOR, "form", arguments=_of(_mine)),
}
POWERS = {
    "text_version.manage": {"": ADMINISTRATOR},
    "text_version.write": {"": ADMINISTRATOR},
    "text_version.review": {"": ADMINISTRATOR},
}
SUBJECTS = {"text_version.write": _mine, "text_version.review": _theirs}
