"""Signing in at an identity provider: against one that is not ours (oidc-provider-mock), and against the stand-in.

Both speak OpenID Connect over HTTP on this machine; the browser's part is played by hand, address by address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from applications import services
from applications.models import Application
from core.errors import AmparoError
from identity.models import ElectronicIdentity
from interop.standins.electronic import ElectronicStandIn
from tests.flows.test_confirmations import said
from tests.rights.test_citizens import browser_of
from tests.unit.applications import drafts
from tests.unit.applications.conftest import stand_ins  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins"), pytest.mark.req("S2-25", "S0-13", "S1-6")]
START = "/identidad/electronica/"
KEY = "single_mother"


@dataclass
class Foreign:
    """A provider nobody here wrote: whoever is typed into its form is who comes back."""

    url: str

    def answer(self, address: str, person, **changes: str) -> str:
        claims = {
            "document_number": person.document_number,
            "given_name": person.first_name,
            "family_name": f"{person.first_surname} {person.second_surname}",
            **changes,
        }
        claims = {name: value for name, value in claims.items() if value}
        assert httpx.put(f"{self.url}/users/someone", json=claims).status_code == 204
        return httpx.post(address, data={"sub": "someone"}).headers["location"]


@dataclass
class Ours:
    """The stand-in of `make run`."""

    url: str
    server: ElectronicStandIn

    def answer(self, address: str, person, **changes: str) -> str:
        self.server.tamper = changes
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert person.first_name in httpx.get(address).text
        return httpx.post(f"{self.url}/authorize", data={**asked, "person": person.key}).headers["location"]


def use(settings, issuer: str, **changes) -> None:
    settings.PUBLIC_URL = "http://testserver"
    settings.ELECTRONIC_IDENTITY = {
        **settings.ELECTRONIC_IDENTITY,
        "issuer": issuer,
        "client_id": "amparo",
        "client_secret": "secreto",
        **changes,
    }


@pytest.fixture
def stand_in(settings) -> Iterator[Ours]:
    with ElectronicStandIn(client_id="amparo", client_secret="secreto") as running:
        use(settings, running.url)
        yield Ours(running.url, running)


@pytest.fixture(params=["a provider that is not ours", "the stand-in"])
def provider(request, settings) -> Iterator[Foreign | Ours]:
    if request.param == "the stand-in":
        yield request.getfixturevalue("stand_in")
        return
    from oidc_provider_mock import run_server_in_thread

    with run_server_in_thread(require_nonce=True) as server:
        url = f"http://localhost:{server.server_port}"
        use(settings, url)
        yield Foreign(url)


@pytest.fixture
def draft(settings) -> Application:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return drafts.filled(KEY)


def person():
    return drafts.household(KEY).applicant


def left_for(browser: Client) -> str:
    """The address at the provider that the person is sent to."""
    answer = browser.get(START)
    assert answer.status_code == 302
    return answer.url


def back(browser: Client, location: str):
    assert location.startswith("http://testserver/identidad/electronica/vuelta/?"), location
    return browser.get(location.removeprefix("http://testserver"), follow=True)


def test_an_identity_that_agrees_checks_the_draft_without_photos(provider, draft):
    browser = browser_of(draft)
    assert "Entrar con" in said(browser.get(reverse("applications:identity")))
    address = left_for(browser)
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert person().document_number not in address
    shown = said(back(browser, provider.answer(address, person())))
    assert "comprobada con tu identidad electrónica" in shown
    assert "Tú tienes el nivel 3" in shown
    draft.refresh_from_db()
    row = ElectronicIdentity.objects.get()
    assert (draft.identity_outcome, draft.electronic_id) == ("verified", str(row.public_id))
    assert services.completeness(draft).ready_to_sign
    submission = services.submit(draft, drafts.signature(draft), actor=drafts.actor_of(draft))
    assert submission.registry_number


def test_what_differs_is_told_and_mended_and_nothing_is_lost(provider, draft):
    browser = browser_of(draft)
    answers = draft.answers
    other = drafts.household("undeclared_income").applicant
    shown = back(browser, provider.answer(left_for(browser), other))
    assert shown.redirect_chain[-1][0] == reverse("applications:personal")
    assert "no coincide con lo que has escrito" in said(shown)
    assert "el número del documento" in said(shown)
    draft.refresh_from_db()
    assert (draft.identity_outcome, draft.electronic_id, draft.answers) == ("", "", answers)
    back(browser, provider.answer(left_for(browser), person()))
    draft.refresh_from_db()
    assert draft.electronic_id


def test_a_name_changed_afterwards_needs_a_new_check(provider, draft):
    browser = browser_of(draft)
    back(browser, provider.answer(left_for(browser), person()))
    draft.refresh_from_db()
    facts = {"relation": "applicant", "birth_date": person().birth_date.isoformat()}
    services.change_member(draft, "a", drafts.details(person(), first_name="Otro"), facts, actor=drafts.actor_of(draft))
    draft.refresh_from_db()
    assert (draft.electronic_id, draft.identity_outcome) == ("", "")


def test_without_a_number_nobody_is_anybody(settings, draft):
    from oidc_provider_mock import run_server_in_thread

    with run_server_in_thread() as server:
        use(settings, f"http://localhost:{server.server_port}")
        browser = browser_of(draft)
        location = Foreign(settings.ELECTRONIC_IDENTITY["issuer"]).answer(
            left_for(browser), person(), document_number=""
        )
        assert "no nos ha dicho tu número" in said(back(browser, location))
    assert not ElectronicIdentity.objects.exists()


def test_cancelling_there_comes_back_in_plain_words(stand_in, draft):
    browser = browser_of(draft)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(left_for(browser)).query).items()}
    location = httpx.post(f"{stand_in.url}/authorize", data={**asked, "cancel": "yes"}).headers["location"]
    shown = back(browser, location)
    assert shown.redirect_chain[-1][0] == reverse("applications:identity")
    assert "No has terminado de identificarte" in said(shown)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "otro"},
        {"aud": "otra-aplicación"},
        {"iss": "http://otro.example"},
        {"exp": 1_000_000_000, "iat": 999_999_000},
        {"sub": ""},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_this_very_sign_in_is_not_believed(stand_in, draft, claims):
    browser = browser_of(draft)
    shown = said(back(browser, stand_in.answer(left_for(browser), person(), **claims)))
    assert "No podemos fiarnos" in shown
    assert not ElectronicIdentity.objects.exists()


def test_a_token_signed_by_another_is_not_believed(stand_in, draft):
    from joserfc.jwk import ECKey

    browser = browser_of(draft)
    kid = stand_in.server._key.kid
    location = stand_in.answer(left_for(browser), person())
    stand_in.server.public_keys = lambda: {"keys": [ECKey.generate_key("P-256", {"kid": kid}).as_dict(private=False)]}
    assert "No podemos fiarnos" in said(back(browser, location))


def test_an_answer_counts_once_and_only_where_it_was_asked_for(stand_in, draft):
    browser, thief = browser_of(draft), Client()
    location = stand_in.answer(left_for(browser), person())
    assert "No hemos podido unir tu vuelta" in said(back(thief, location))
    assert "nivel 3" in said(back(browser, location))
    assert "No hemos podido unir tu vuelta" in said(back(browser, location))
    assert ElectronicIdentity.objects.count() == 1


def test_a_code_stolen_on_the_way_is_worth_nothing_without_its_verifier(stand_in, draft):
    location = stand_in.answer(left_for(browser_of(draft)), person())
    code = parse_qs(urlsplit(location).query)["code"][0]
    stolen = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": "http://testserver/identidad/electronica/vuelta/",
        "client_id": "amparo",
        "client_secret": "secreto",
        "code_verifier": "x" * 43,
    }
    assert httpx.post(f"{stand_in.url}/token", data=stolen).json() == {"error": "invalid_grant"}


def test_a_provider_that_is_away_keeps_nobody_from_anything(settings, draft):
    use(settings, "http://127.0.0.1:9")
    shown = browser_of(draft).get(START, follow=True)
    assert "no responde bien ahora" in said(shown)
    assert shown.redirect_chain[-1][0] == reverse("applications:identity")


def test_a_sign_in_too_weak_for_the_settings_is_told(stand_in, draft, settings):
    use(settings, stand_in.url, assurance=["urn:something:high"])
    browser = browser_of(draft)
    assert "no basta" in said(back(browser, stand_in.answer(left_for(browser), person())))


def test_who_has_applied_comes_in_and_signing_out_ends_both_sessions(stand_in, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    _, submission = drafts.submitted(KEY)
    browser = Client()
    assert "entrar con" in said(browser.get(reverse("applications:home")))
    shown = back(browser, stand_in.answer(left_for(browser), person()))
    assert shown.redirect_chain[-1][0] == reverse("applications:mine")
    assert submission.registry_number in said(shown)
    answer = browser.post(reverse("applications:leave"))
    assert answer.url.startswith(f"{stand_in.url}/logout?")
    assert "id_token_hint=" in answer.url
    home = httpx.get(answer.url).headers["location"]
    assert home.startswith(f"http://testserver{reverse('applications:home')}?state=")
    assert stand_in.server.sessions_ended == 1
    assert browser.get(reverse("applications:mine")).status_code == 302


def test_who_has_not_applied_is_told_and_no_draft_is_opened(stand_in, draft):
    browser = Client()
    shown = back(browser, stand_in.answer(left_for(browser), person()))
    assert "No tienes ninguna solicitud presentada" in said(shown)
    assert browser.get(reverse("applications:draft")).status_code == 302


@pytest.mark.parametrize(
    ("asked", "outcome", "electronic", "settled"),
    [
        (0, "", "", True),
        (1, "", "", True),
        (2, "", "", False),
        (2, "review", "", True),
        (2, "verified", "", True),
        (3, "verified", "", False),
        (3, "review", "", False),
        (3, "verified", "x", True),
    ],
)
def test_what_a_procedure_asks_is_data(settings, draft, asked, outcome, electronic, settled):
    settings.IDENTITY_LEVELS = {"imv": asked}
    draft.identity_outcome, draft.electronic_id = outcome, electronic
    assert services.completeness(draft).ready_to_sign is settled


def test_a_desk_is_good_for_any_procedure(settings, draft):
    settings.IDENTITY_LEVELS = {"imv": 3}
    draft.identity_outcome, draft.presence_id = "verified", "x"
    assert services.completeness(draft).ready_to_sign


def test_nobody_accepts_an_identity_given_for_another_application(stand_in, draft):
    browser = browser_of(draft)
    back(browser, stand_in.answer(left_for(browser), person()))
    other = drafts.filled("undeclared_income")
    identity_id = ElectronicIdentity.objects.get().public_id
    with pytest.raises(AmparoError, match=r"electronic\.expired"):
        services.accept_electronic_identity(other, identity_id, actor=drafts.actor_of(other))
