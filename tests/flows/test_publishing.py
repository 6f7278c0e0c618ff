"""J8: next year's amounts, from a copy of this year's to the day they count; and what nobody can do on the way."""

import datetime as dt
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from applications.selectors import submitted as submitted_application
from core.actors import Actor
from core.errors import AmparoError, Refused
from core.models import AuditEvent
from core.money import euros
from rules import services as rules
from rules import texts_store
from rules.models import ArchivedText, Assessment, TextTrial, TextVersion
from rules.publishing import drafts, populations, schedule, signing, trying
from rules.publishing.columns import Column
from tests.flows import publishing
from tests.flows.dossiers import actor, opened, staff, stand_ins  # noqa: F401 - a fixture
from tests.flows.publishing import FIRST_DAY, WHY, again
from tests.unit.rules.test_cases import CASE, changed
from workflow.assessing import calculate

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-71", "S2-72")]
NOVEMBER = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
def beatriz() -> Actor:
    return actor(staff("beatriz", "administrator"))


@pytest.fixture
def rafael() -> Actor:
    return actor(staff("rafael", "administrator"))


@pytest.fixture(autouse=True)
def _november() -> object:
    with time_machine.travel(NOVEMBER, tick=True):
        yield


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "POPULATION", 40)
    monkeypatch.setattr(trying.examples, "examples_of", lambda _: publishing.SOME_EXAMPLES)


def monthly_on(day: date) -> int:
    case = changed(unit__annual_income_previous_year="0") | {"on": day.isoformat()}
    return round(rules.simulate_case(case)["monthly"]["imv"] * 100)


def code_of(call: object, *arguments: object, **named: object) -> str:
    with pytest.raises(AmparoError) as caught:
        call(*arguments, **named)  # type: ignore[operator]
    return caught.value.code


def test_the_yearly_life_of_the_amounts(beatriz: Actor, rafael: Actor) -> None:
    filed = rules.read_case(CASE | {"on": "2026-11-15"})
    kept = rules.store_assessment(rules.assess(rules.text("imv", filed.on), filed), "submission", "0190-open")

    version = publishing.draft(beatriz)
    assert version.hash.startswith("imv@sha256:")
    assert len(version.pending) == 11
    wrong = publishing.raised(version, "guaranteed_income")
    lower = Column({**wrong.cells, "3": 1}, wrong.source)
    with pytest.raises(AmparoError) as refused:
        drafts.save_column(version.public_id, version.revision, "guaranteed_income", lower, beatriz)
    assert (refused.value.code, refused.value.cell) == ("text_version.refused_by_checker", "3")
    assert "La fila 3 (0,01 €) es menor que la fila 2" in refused.value.what
    assert refused.value.why.startswith("Está en parameters.yaml, línea ")
    assert again(version).revision == 1

    assert code_of(signing.propose, version.public_id, 1, beatriz) == "text_version.pending"
    version = publishing.fill_in(version, beatriz)
    assert code_of(signing.propose, version.public_id, version.revision, beatriz) == "text_version.not_tried"
    trial = publishing.tried(version, beatriz)
    assert (trial.state, trial.position) == ("done", trial.total)
    # What the law's examples say of days whose amounts were not known, and of payments that reach into the new year.
    assert {one["name"] for one in trial.report["examples"]["broken"]} == {
        "después del último año publicado",
        "revisión que conserva el complemento de discapacidad hasta diciembre",
        "solicitud de 2025 que se paga también en 2026",
    }
    assert trial.report["stored"]["kinds"] == {"more": 1}
    assert trial.report["stored"]["rows"] == [
        {
            "number": 1,
            "kind": "more",
            "before": 73_360,
            "after": 74_827,
            "why": trial.report["stored"]["rows"][0]["why"],
        }
    ]
    assert trial.report["population"]["cases"] == 40

    version = signing.propose(version.public_id, version.revision, beatriz)
    with pytest.raises(Refused):
        signing.publish(version.public_id, version.revision, WHY, beatriz, seen_warnings=True)
    before = monthly_on(FIRST_DAY)
    version = signing.publish(version.public_id, version.revision, WHY, rafael, seen_warnings=True)
    assert version.state == "published"

    assert before == 73_360
    assert (monthly_on(date(2026, 12, 31)), monthly_on(FIRST_DAY)) == (73_360, 74_827)
    assert rules.text("imv", date(2026, 11, 15)).hash == kept.text_hash
    assert rules.replay(Assessment.objects.get(pk=kept.pk)).monthly["imv"] == 73_360
    column = publishing.raised(version, "guaranteed_income")
    assert (
        code_of(drafts.save_column, version.public_id, version.revision, "guaranteed_income", column, beatriz)
        == "text_version.published"
    )
    kinds = AuditEvent.objects.filter(subject_type="text_version").order_by("pk").values_list("kind", flat=True)
    assert [kind.partition(".")[2] for kind in kinds] == [
        "created", *["changed"] * 11, "tried", "proposed", "published",
    ]  # fmt: skip


def test_the_clock_does_not_choose_the_text_the_day_of_the_case_does(beatriz: Actor, rafael: Actor) -> None:
    publishing.published(beatriz, rafael)
    for now in ("2026-12-31 22:59", "2026-12-31 23:01", "2027-03-01 09:00"):
        with time_machine.travel(dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)):
            today = timezone.localdate()
            assert monthly_on(today) == (73_360 if today < FIRST_DAY else 74_827), now
            assert monthly_on(date(2026, 12, 31)) == 73_360


@pytest.mark.usefixtures("stand_ins")
def test_an_open_dossier_keeps_the_text_of_its_day(beatriz: Actor, rafael: Actor) -> None:
    staff("elena", "processor")
    dossier = opened("single_mother")
    application = submitted_application(dossier.application.public_id)
    before = calculate(dossier, application)
    publishing.published(beatriz, rafael)
    with time_machine.travel(dt.datetime(2027, 1, 11, 9, tzinfo=dt.UTC)):
        after = calculate(dossier, application)
    assert after.assessment.text.hash == before.assessment.text.hash
    assert after.monthly_cents == before.monthly_cents
    assert rules.text("imv", FIRST_DAY).hash != before.assessment.text.hash


def test_a_release_says_which_published_versions_it_can_read(beatriz: Actor, rafael: Actor) -> None:
    version = publishing.published(beatriz, rafael)
    out, wrong = StringIO(), StringIO()
    call_command("rules_check", stdout=out, stderr=wrong)
    assert f"publicada desde 2027-01-01: {version.hash}" in out.getvalue()
    texts_store._EDITIONS.pop(version.hash)
    ArchivedText.objects.filter(hash=version.hash).update(files={"benefit.yaml": "benefit: imv"})
    with pytest.raises(CommandError):
        call_command("rules_check", stdout=out, stderr=wrong)
    assert "publicada desde 2027-01-01:" in wrong.getvalue()


def test_a_process_that_did_not_publish_notices_within_seconds(beatriz: Actor, rafael: Actor) -> None:
    assert schedule.hash_on("imv", FIRST_DAY) is None
    known = schedule.schedule()
    version = publishing.published(beatriz, rafael)
    schedule._known = known  # what another process still has in mind
    schedule._ask_at = schedule.time.monotonic() + schedule.CHECK_SECONDS
    assert schedule.hash_on("imv", FIRST_DAY) is None
    schedule._ask_at -= schedule.CHECK_SECONDS
    assert schedule.hash_on("imv", FIRST_DAY) == version.hash


def test_asking_which_text_counts_reads_the_database_once(
    django_assert_num_queries: object, beatriz: Actor, rafael: Actor
) -> None:
    publishing.published(beatriz, rafael)
    rules.text("imv", FIRST_DAY)  # a text itself is read once for as long as the process lives
    schedule.forget()
    with django_assert_num_queries(1):  # type: ignore[operator]
        for _ in range(100):
            rules.text("imv", FIRST_DAY)


def test_a_database_that_stops_answering_leaves_the_list_known_in_force(
    monkeypatch: pytest.MonkeyPatch, beatriz: Actor, rafael: Actor
) -> None:
    version = publishing.published(beatriz, rafael)
    assert schedule.hash_on("imv", FIRST_DAY) == version.hash

    def down() -> None:
        raise DatabaseError

    monkeypatch.setattr(schedule, "_source", down)
    schedule._ask_at = 0
    assert schedule.hash_on("imv", FIRST_DAY) == version.hash
    schedule.forget()
    assert code_of(schedule.hash_on, "imv", FIRST_DAY) == "text.unknown_today"
    assert rules.release_only_without_database()
    assert schedule.hash_on("imv", FIRST_DAY) is None


def test_of_two_for_the_same_day_the_later_signed_counts_and_a_withdrawn_one_does_not(
    beatriz: Actor, rafael: Actor
) -> None:
    publishing.published(beatriz, rafael)
    mended = drafts.create("imv", "Corrección", FIRST_DAY, WHY, rafael, copy_year=False)
    column = publishing.raised(mended, "guaranteed_income", 101)
    mended = drafts.save_column(mended.public_id, mended.revision, "guaranteed_income", column, rafael)
    publishing.tried(mended, rafael)
    mended = signing.propose(mended.public_id, mended.revision, rafael)
    signing.publish(mended.public_id, mended.revision, WHY, beatriz, seen_warnings=True)
    assert monthly_on(FIRST_DAY) == 75_575
    signing.withdraw(mended.public_id, "Se publicó antes de tiempo.", beatriz)
    assert monthly_on(FIRST_DAY) == 74_827
    assert code_of(signing.withdraw, mended.public_id, "Otra vez retirada.", beatriz) == "text_version.withdrawn"


def test_one_that_counts_is_not_withdrawn(beatriz: Actor, rafael: Actor) -> None:
    version = publishing.published(beatriz, rafael)
    with time_machine.travel("2027-01-01 09:00+01:00"):
        assert code_of(signing.withdraw, version.public_id, "Ya no la queremos.", rafael) == (
            "text_version.counts_already"
        )


def test_what_was_copied_from_must_still_count_when_it_is_signed(beatriz: Actor, rafael: Actor) -> None:
    first, second = publishing.proposed(beatriz), publishing.proposed(beatriz, title="Otra")
    signing.publish(first.public_id, first.revision, WHY, rafael, seen_warnings=True)
    arguments = (second.public_id, second.revision, WHY, rafael)
    assert code_of(signing.publish, *arguments, seen_warnings=True) == "text_version.overtaken"


def test_a_day_already_past_must_have_been_seen(beatriz: Actor, rafael: Actor) -> None:
    version = drafts.create("imv", "Palabras", date(2026, 11, 1), WHY, beatriz, copy_year=False)
    key = "requirements.yaml/requirements/residence/advice"
    version = drafts.save_sentence(version.public_id, 1, key, "Lo podrás pedir desde el {available_on}.", beatriz)
    publishing.tried(version, beatriz)
    version = signing.propose(version.public_id, version.revision, beatriz)
    arguments = (version.public_id, version.revision, WHY, rafael)
    assert code_of(signing.publish, *arguments, seen_warnings=False) == "text_version.acknowledge"
    signing.publish(*arguments, seen_warnings=True)
    young = changed(member__legal_residence_since="2026-02-03") | {"on": "2026-11-02"}
    advice = rules.assess(rules.text("imv", date(2026, 11, 2)), rules.read_case(young)).requirement("residence").advice
    assert advice == "Lo podrás pedir desde el 3 de febrero de 2027."


def test_a_sentence_that_shows_what_does_not_exist_is_not_saved(beatriz: Actor) -> None:
    version = publishing.draft(beatriz)
    key = "requirements.yaml/requirements/residence/advice"
    with pytest.raises(AmparoError) as caught:
        drafts.save_sentence(version.public_id, 1, key, "Desde el {dia}.", beatriz)
    assert "La frase muestra {dia}, que no existe." in caught.value.what
    assert "{available_on}" in caught.value.next_step
    title = "requirements.yaml/requirements/residence/label"
    assert code_of(drafts.save_sentence, version.public_id, 1, title, "Residir {dia}", beatriz) == (
        "text_version.nothing_filled"
    )


def test_only_its_author_writes_and_only_another_signs(beatriz: Actor, rafael: Actor) -> None:
    version = publishing.draft(beatriz)
    column = publishing.raised(version, "guaranteed_income")
    with pytest.raises(Refused):
        drafts.save_column(version.public_id, 1, "guaranteed_income", column, rafael)
    with pytest.raises(Refused):
        drafts.create("imv", "Mía", FIRST_DAY, WHY, actor(staff("elena", "processor")), copy_year=True)
    version = publishing.fill_in(version, beatriz)
    publishing.tried(version, rafael)
    signing.propose(version.public_id, version.revision, beatriz)
    with pytest.raises(Refused):
        signing.send_back(version.public_id, version.revision, WHY, beatriz)
    returned = signing.send_back(version.public_id, version.revision, "Falta la fuente de la tabla anual.", rafael)
    assert (returned.state, returned.review_note) == ("draft", "Falta la fuente de la tabla anual.")


def test_a_page_opened_before_a_change_does_not_write_over_it(beatriz: Actor) -> None:
    version = publishing.draft(beatriz)
    column = publishing.raised(version, "guaranteed_income")
    drafts.save_column(version.public_id, 1, "guaranteed_income", column, beatriz)
    arguments = (version.public_id, 1, "guaranteed_income", column, beatriz)
    assert code_of(drafts.save_column, *arguments) == "text_version.changed"


def test_the_database_keeps_what_was_signed(beatriz: Actor, rafael: Actor) -> None:
    version = publishing.published(beatriz, rafael)
    for change in (
        {"files": {}},
        {"hash": "imv@sha256:0"},
        {"valid_from": date(2027, 2, 1)},
        {"state": "draft"},
        {"review_note": "Otra cosa."},
        {"published_at": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            TextVersion.objects.filter(pk=version.pk).update(**change)


def test_the_database_keeps_versions_trials_and_two_people(beatriz: Actor, rafael: Actor) -> None:
    version = publishing.proposed(beatriz)
    rows = TextVersion.objects.filter(pk=version.pk)
    for change in ({"files": {}}, {"reviewer_id": version.author_id}, {"state": "published"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        TextTrial.objects.filter(pk=version.trial_id).update(report={})
    signing.publish(version.public_id, version.revision, WHY, rafael, seen_warnings=True)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM rules_textversion WHERE id = %s", [version.pk])


def test_a_trial_goes_on_where_another_worker_died(beatriz: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    version = publishing.fill_in(publishing.draft(beatriz), beatriz)
    whole = publishing.tried(version, beatriz).report
    monkeypatch.setattr(trying, "_PIECE_SECONDS", 0.01)
    trial = trying.request_trial(version.public_id, beatriz)
    assert code_of(trying.request_trial, version.public_id, beatriz) == "text_version.trial_runs"
    pieces = 0
    while trying.work_off():
        pieces += 1
    trial.refresh_from_db()
    assert pieces > 3
    assert (trial.state, trial.report) == ("done", whole)


def test_a_trial_of_what_has_changed_meanwhile_stops(beatriz: Actor) -> None:
    version = publishing.draft(beatriz)
    trial = trying.request_trial(version.public_id, beatriz)
    publishing.fill_in(version, beatriz)
    assert trying.work_off() == 0
    trial.refresh_from_db()
    assert trial.state == "failed"


def test_examples_of_the_law_that_come_out_otherwise_are_named(beatriz: Actor, rafael: Actor) -> None:
    version = drafts.create("imv", "Mal", date(2026, 1, 1), WHY, beatriz, copy_year=False)
    column = publishing.raised(version, "guaranteed_income", 101)
    version = drafts.save_column(version.public_id, 1, "guaranteed_income", column, beatriz)
    broken = publishing.tried(version, beatriz).report["examples"]["broken"]
    assert broken
    assert all("2026" in one["place"] or one["differences"] for one in broken)
    assert any("monthly.imv" in " ".join(one["differences"]) for one in broken)
    one = next(one for one in broken if one["name"] == "1 adultos y 0 menores (2026)")
    said = {change["what"]: (change["before"], change["now"]) for change in one["changes"]}
    assert said["Ingreso mínimo vital al mes"] == (euros(733_60), euros(740_93))
    assert "Edad de quien solicita" not in said
    assert all("changes" in told for told in broken[:100])
    version = signing.propose(version.public_id, version.revision, beatriz)
    assert "Ejemplos de la ley que salen distintos" in " ".join(signing.warnings_of(version))


def test_a_report_leads_to_nobody(beatriz: Actor) -> None:
    filed = rules.read_case(CASE)
    rules.store_assessment(rules.assess(rules.text("imv", filed.on), filed), "submission", "0190-somebody")
    version = publishing.fill_in(publishing.draft(beatriz), beatriz)
    trial = publishing.tried(version, beatriz)
    written = str(trial.report)
    birth_dates = [member["birth_date"] for member in CASE["members"]]
    assert not any(personal in written for personal in ("0190-somebody", *birth_dates))
    assert set(trial.report["stored"]["rows"][0]) == {"number", "kind", "before", "after", "why"}


def test_the_population_is_the_same_for_everybody_and_readable() -> None:
    one, other = (populations.some("imv", FIRST_DAY, 0, 30) for _ in range(2))
    assert one == other
    assert populations.some("imv", FIRST_DAY, 10, 5) == one[10:15]
    assert len({case["unit"]["annual_income_previous_year"] for case in one}) > 10
    for case in one:
        rules.read_case(case)
