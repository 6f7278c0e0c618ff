"""The policy simulator from the screen: ask, watch, cancel, read; what is brought is gone afterwards."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import events, vault
from core.errors import AmparoError, Refused
from core.models import AuditEvent, StoredFile
from rules import services as rules
from rules.language.errors import RuleTextError
from simulator import policy_runs
from simulator.models import PolicyRun, PolicyRunState
from simulator.policy_runs import Law
from simulator.views.policy_forms import FiguresForm
from tests.flows import publishing
from tests.flows.dossiers import actor, staff
from tests.rights.cast import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-72")]
ON = date(2026, 10, 15)
HERE = Law(ON)
DAYS = {f"{name}_{part}": getattr(ON, part) for name in ("before", "after") for part in ("day", "month", "year")}
POOR = {
    "annual_income_previous_year": 0,
    "net_patrimony": 0,
    "non_corporate_assets": 0,
    "province": "28",
    "members": json.dumps(
        [
            {
                "relation": "applicant",
                "birth_date": "1984-05-02",
                "legal_residence_since": "2010-01-01",
                "independent_since": "2010-01-01",
            }
        ]
    ),
}


@pytest.fixture(autouse=True)
def small_population(settings):
    settings.SYNTHETIC_HOUSEHOLDS = 5_000


@pytest.fixture
def beatriz():
    return staff("beatriz", "administrator")


def table(*rows: dict, name: str = "units.csv") -> SimpleUploadedFile:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, written.getvalue().encode(), "text/csv")


def sent(**fields):
    """The form as a browser sends it: every figure as it is, and `fields` over them."""
    form = FiguresForm(rules.text("imv", ON))
    held = {name: field.initial for name, field in form.fields.items() if field.initial is not None}
    return {**DAYS, **held, **fields}


def ask(browser: Client, **fields) -> PolicyRun:
    response = browser.post(reverse("policy:run_new"), sent(**fields))
    assert response.status_code == 302, response.content.decode()
    return PolicyRun.objects.get(public_id=response["Location"].rstrip("/").rpartition("/")[2])


def shown(browser: Client, run: PolicyRun) -> str:
    response = browser.get(reverse("policy:run", args=[run.public_id]))
    assert response.status_code == 200
    return response.content.decode()


def test_a_reform_is_tried_over_the_synthetic_population(beatriz):
    browser = signed_in(beatriz)
    form = browser.get(reverse("policy:run_new"), DAYS).content.decode()
    assert 'value="733,60"' in form
    run = ask(browser, **{"guaranteed_income--1": "800,00", "rise_child_supplement": "10"})
    assert run.changes == {
        "guaranteed_income[1]": "800.00",
        "child_supplement[under_3]": "126.50",
        "child_supplement[from_3_to_5]": "88.55",
        "child_supplement[from_6_to_17]": "63.25",
    }
    waiting = browser.get(reverse("policy:run", args=[run.public_id]))
    assert waiting["Refresh"] == "1"
    assert "Cancelar la simulación" in waiting.content.decode()

    assert policy_runs.run_next() == 1
    page = shown(browser, run)
    assert "Costaría <strong>" in page
    assert "800,00" in page
    assert page.count('<title id="') == 4  # costs, changes, households, provinces
    run.refresh_from_db()
    assert run.result["whole"]["units"] == pytest.approx(19_300_000)
    assert run.result["whole"]["losers"] == 0
    assert len(run.result["provinces"]) > 45
    downloaded = b"".join(browser.get(reverse("policy:run_download", args=[run.public_id])).streaming_content).decode()
    rows = list(csv.reader(io.StringIO(downloaded)))
    assert rows[1][:2] == ["Total", "Todas"]
    assert rows[1][5] == str(round(run.result["whole"]["gainers"]))


def test_figures_are_those_of_each_household_added_up(beatriz):
    """Two units and their weights by hand: one alone with nothing, at 733.60 and at 800.00 a month."""
    browser = signed_in(beatriz)
    brought = table({**POOR, "weight": "2"}, {**POOR, "annual_income_previous_year": 90000, "weight": "3"})
    run = ask(browser, table=brought, **{"guaranteed_income--1": "800"})
    policy_runs.run_next()
    run.refresh_from_db()
    whole = run.result["whole"]
    assert (whole["units"], whole["entitled_before"], whole["gainers"], whole["losers"]) == (5, 2, 2, 0)
    assert whole["cost_before"] == 2 * 73360 * 12
    assert whole["cost_after"] == 2 * 80000 * 12
    assert dict(run.result["changes"])["Ganan entre 50 € y 200 €"] == 2
    assert [group["code"] for group in run.result["provinces"]] == ["28"]


def test_without_changes_nobody_gains_and_another_year_is_another_law(beatriz):
    asks = actor(beatriz)
    same = policy_runs.start(HERE, HERE, {}, None, asks)
    policy_runs.run_next()
    same.refresh_from_db()
    assert same.result["whole"]["gainers"] == same.result["whole"]["losers"] == 0
    older = policy_runs.start(HERE, Law(date(2022, 3, 1)), {}, None, asks)
    policy_runs.run_next()
    older.refresh_from_db()
    assert older.result["whole"]["losers"] > 0


def test_what_is_brought_is_gone_when_the_run_ends_however_it_ends(beatriz):
    browser = signed_in(beatriz)
    run = ask(browser, table=table(POOR))
    stored = run.upload
    assert vault.read(stored).startswith(b"annual_income")
    policy_runs.run_next()
    run.refresh_from_db()
    assert run.state == PolicyRunState.DONE
    wrong = ask(browser, table=table({**POOR, "net_patrimony": "mucho"}))
    policy_runs.run_next()
    assert "Fila 1, columna net_patrimony" in shown(browser, wrong)
    cancelled = ask(browser, table=table(POOR))
    browser.post(reverse("policy:run_cancel", args=[cancelled.public_id]))
    assert StoredFile.objects.filter(purged_at=None, media_type="application/x-csv").count() == 0
    with pytest.raises(AmparoError, match=r"vault\.purged"):
        vault.read(StoredFile.objects.get(pk=stored.pk))


def test_a_wrong_figure_is_said_on_the_form_and_nothing_starts(beatriz):
    browser = signed_in(beatriz)
    for field, value, words in (
        ("guaranteed_income--1", "mucho", "solo con cifras"),
        ("minimum_age", "23,5", "número entero"),
        ("rise_guaranteed_income", "-101", "-100 o más"),
    ):
        response = browser.post(reverse("policy:run_new"), sent(**{field: value}))
        assert response.status_code == 200
        assert words in response.content.decode()
    response = browser.post(reverse("policy:run_new"), sent(**{"guaranteed_income--2": "mucho"}))
    summary = response.content.decode().partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    assert "Renta garantizada mensual, según el número de miembros, 2 personas: Escribe" in summary, (
        "of many, which one"
    )
    response = browser.post(reverse("policy:run_new"), sent(before_year="2019"))
    assert "empezó el 2020-06-01" in response.content.decode()
    response = browser.post(reverse("policy:run_new"), sent(table=SimpleUploadedFile("a.xlsx", b"PK")))
    assert ".parquet o en .csv" in response.content.decode()
    assert not PolicyRun.objects.exists()


def test_the_checker_refuses_a_figure_that_no_text_could_hold(beatriz):
    with pytest.raises(RuleTextError, match="no es un importe en euros"):
        policy_runs.start(HERE, HERE, {"guaranteed_income[1]": "1.234"}, None, actor(beatriz))
    with pytest.raises(RuleTextError, match="No hay ninguna cifra"):
        policy_runs.start(HERE, HERE, {"moon": "1"}, None, actor(beatriz))


def test_one_at_a_time_each_and_a_run_is_cancelled_while_it_computes(beatriz, monkeypatch):
    asks = actor(beatriz)
    run = policy_runs.start(HERE, HERE, {}, None, asks)
    with pytest.raises(AmparoError, match=r"policy_run\.too_many"):
        policy_runs.start(HERE, HERE, {}, None, asks)
    plain = policy_runs._Work.tell

    def cancels_half_way(work, step, percent, **more):
        if step == "Calculando":
            policy_runs.cancel(str(run.public_id), asks)
        plain(work, step, percent, **more)

    monkeypatch.setattr(policy_runs._Work, "tell", cancels_half_way)
    policy_runs.run_next()
    run.refresh_from_db()
    assert run.state == PolicyRunState.CANCELLED
    assert run.result is None
    with pytest.raises(AmparoError, match=r"policy_run\.ended"):
        policy_runs.cancel(str(run.public_id), asks)
    assert [event.kind for event in AuditEvent.objects.filter(subject_type="policy_run").order_by("id")] == [
        "policy_run.started",
        "policy_run.cancelled",
    ]


def test_a_run_left_alone_by_its_worker_is_taken_up_and_not_for_ever(beatriz):
    run = policy_runs.start(HERE, HERE, {}, None, actor(beatriz))
    long_ago = timezone.now() - timedelta(minutes=5)
    PolicyRun.objects.filter(pk=run.pk).update(state=PolicyRunState.RUNNING, alive_at=timezone.now(), tries=1)
    assert policy_runs.run_next() == 0
    PolicyRun.objects.filter(pk=run.pk).update(alive_at=long_ago)
    assert policy_runs.run_next() == 1
    run.refresh_from_db()
    assert run.state == PolicyRunState.DONE
    PolicyRun.objects.filter(pk=run.pk).update(state=PolicyRunState.RUNNING, alive_at=long_ago, tries=3)
    policy_runs.run_next()
    run.refresh_from_db()
    assert run.state == PolicyRunState.FAILED
    assert "interrumpido" in run.problem


def test_only_an_administrator_asks_and_old_runs_are_forgotten(beatriz):
    with pytest.raises(Refused):
        policy_runs.start(HERE, HERE, {}, None, actor(staff("pablo", "processor")))
    run = policy_runs.start(HERE, HERE, {}, None, actor(beatriz))
    PolicyRun.objects.filter(pk=run.pk).update(created_at=timezone.now() - timedelta(days=400))
    assert policy_runs.purge_policy_runs(timezone.localdate()) == 1
    assert events.kinds()["policy_run.started"].citizen is None


def test_a_draft_is_compared_with_the_law_in_force(beatriz):
    version = publishing.draft(actor(beatriz))
    browser = signed_in(beatriz)
    page = browser.get(reverse("policy:run_new")).content.decode()
    assert f"{version.title} (borrador, desde el 01/01/2027)" in page
    chosen = {"after_version": str(version.public_id)}
    page = browser.get(reverse("policy:run_new"), {**DAYS, **chosen}).content.decode()
    assert f"Son las de «{version.title}»" in page
    run = ask(browser, **chosen, **{"guaranteed_income--1": "800,00"})
    assert (run.before_version, str(run.after_version), run.after_hash) == (None, chosen["after_version"], version.hash)
    assert policy_runs.run(run.pk)
    assert f"«{version.title}», como se lee el 15 de octubre de 2026" in shown(browser, run)
    assert PolicyRun.objects.get(pk=run.pk).state == PolicyRunState.DONE


def test_a_draft_that_changed_meanwhile_is_not_taken_for_what_was_chosen(beatriz):
    version = publishing.draft(actor(beatriz))
    choice = rules.version_choices(actor(beatriz), "imv")[0]
    run = policy_runs.start(HERE, Law(ON, choice), {"guaranteed_income[1]": "800.00"}, None, actor(beatriz))
    type(version).objects.filter(pk=version.pk).update(hash="imv@sha256:other")
    assert policy_runs.run(run.pk)
    run.refresh_from_db()
    assert run.state == PolicyRunState.FAILED
    assert "ha cambiado desde que se eligió" in run.problem


def test_versions_are_for_whoever_may_see_them(beatriz):
    publishing.draft(actor(beatriz))
    assert len(rules.version_choices(actor(beatriz), "imv")) == 1
    assert rules.version_choices(actor(staff("pablo", "processor")), "imv") == []
