"""Staff sign-in: password, then code; nothing of the office before both; and what is left in the events."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.demonstration import staff
from core.models import AuditEvent, Office, StaffMember, StaffRole
from core.provinces import PROVINCES
from identity.services import create_demonstration_staff, second_factor_code, second_factor_required

pytestmark = pytest.mark.django_db
ELENA = next(one for one in staff() if one.username == "tramitadora.madrid")
OFFICE = "/oficina/"


@pytest.fixture(autouse=True)
def accounts(settings):
    settings.DEMONSTRATION = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 is slow on purpose
    cache.clear()
    for kind, province in [("central", ""), *((k, p) for k in ("caiss", "provincial_office") for p in ("28", "29"))]:
        name = PROVINCES.get(province, "Servicios centrales")
        if not Office.objects.filter(kind=kind, province_code=province).exists():
            Office.objects.create(code=f"{kind[:4]}-{province}", name=name, kind=kind, province_code=province)
    create_demonstration_staff()


@pytest.fixture
def browser() -> Client:
    return Client()


def give_password(browser, account=ELENA, password=None, **extra):
    data = {"login": account.username, "password": password or account.password}
    return browser.post(reverse("account_login"), {**data, **extra})


def give_code(browser, code):
    return browser.post(reverse("mfa_authenticate"), {"code": code})


def enter(browser, account=ELENA):
    give_password(browser, account)
    return give_code(browser, second_factor_code(account))


def is_inside(browser) -> bool:
    """Whether the office's door lets this browser through (what is behind is the workflow's)."""
    seen = []

    @second_factor_required
    def room(request: HttpRequest) -> HttpResponse:
        seen.append(request.user)
        return HttpResponse("inside")

    request = HttpRequest()
    request.path = OFFICE
    request.method = "GET"
    request.session = browser.session
    from django.contrib.auth import get_user
    from django.contrib.messages.storage.fallback import FallbackStorage

    request.user = get_user(request)
    request._messages = FallbackStorage(request)
    room(request)
    request.session.save()
    return bool(seen)


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("kind", flat=True))


def test_password_and_code_open_the_office(browser):
    page = browser.get(OFFICE)
    assert (page.status_code, page["Location"]) == (302, "/oficina/acceso/?next=/oficina/")
    first = give_password(browser, next=OFFICE)
    assert first["Location"] == reverse("mfa_authenticate")
    second = give_code(browser, second_factor_code(ELENA))
    assert second["Location"] == OFFICE
    assert is_inside(browser)
    assert events()[-1] == "staff.signed_in"


def test_the_password_alone_opens_nothing(browser):
    give_password(browser)
    assert not is_inside(browser)
    assert browser.get(OFFICE)["Location"].startswith("/oficina/acceso/")
    assert "_auth_user_id" not in browser.session


def test_a_wrong_code_is_said_plainly_and_recorded(browser):
    give_password(browser)
    right = second_factor_code(ELENA)
    page = give_code(browser, f"{(int(right) + 1) % 10**6:06d}")
    assert page.status_code == 200
    assert "Ese código no es" in page.content.decode()
    assert not is_inside(browser)
    assert events()[-1] == "staff.second_factor_failed"


def test_a_wrong_password_does_not_say_which_half_was_wrong(browser):
    known = give_password(browser, password="no es esta")
    unknown = browser.post(reverse("account_login"), {"login": "nadie.conocido", "password": "no es esta"})
    sentence = "El usuario o la contraseña no son correctos"
    assert sentence in known.content.decode()
    assert sentence in unknown.content.decode()
    assert events().count("staff.password_failed") == 1


def test_a_code_works_once_even_within_the_tolerance(browser):
    """allauth forgets a used code after 30 s, while the tolerance keeps it good for longer: ours remembers."""
    code = second_factor_code(ELENA, ahead=1)
    user = User.objects.get(username=ELENA.username)
    give_password(browser)
    give_code(browser, code)
    assert is_inside(browser)
    cache.delete(f"allauth.mfa.totp.used?user={user.pk}&code={code}")
    thief = Client()
    give_password(thief)
    assert "ya se usó" in give_code(thief, code).content.decode()
    assert not is_inside(thief)


def test_five_wrong_codes_and_even_the_right_one_waits(browser):
    give_password(browser)
    for _ in range(5):
        give_code(browser, "000000")
    page = give_code(browser, second_factor_code(ELENA))
    assert "Espera 5 minutos" in page.content.decode()
    assert not is_inside(browser)


def test_five_wrong_passwords_and_even_the_right_one_waits(browser):
    for _ in range(5):
        give_password(browser, password="no es esta")
    assert "Espera 5 minutos" in give_password(browser).content.decode()
    with time_machine.travel(time.time() + 301):
        assert give_password(browser)["Location"] == reverse("mfa_authenticate")


def test_many_attempts_from_one_place_are_stopped_with_a_plain_page(browser):
    pages = [
        browser.post(reverse("account_login"), {"login": f"nadie{number}", "password": "x"}) for number in range(31)
    ]
    assert pages[-1].status_code == 429
    assert "Espera 5 minutos" in pages[-1].content.decode()


def test_who_has_no_second_factor_is_sent_to_set_it_up_and_nowhere_else(browser):
    Authenticator.objects.filter(user__username=ELENA.username).delete()
    assert give_password(browser)["Location"] == OFFICE
    assert not is_inside(browser)
    assert browser.get(OFFICE)["Location"] == reverse("mfa_index")
    assert "activa tu segundo paso" in browser.get(reverse("mfa_index")).content.decode()


def test_setting_up_the_second_factor_asks_the_password_and_then_a_code(browser):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    Authenticator.objects.filter(user__username=ELENA.username).delete()
    give_password(browser)
    activate = reverse("mfa_activate_totp")
    asked = browser.get(activate)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    again = browser.post(asked["Location"], {"password": ELENA.password, "next": activate})
    assert again["Location"] == activate
    secret = browser.get(activate).context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    done = browser.post(activate, {"code": code})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    shown = browser.get(done["Location"]).context["unused_codes"]
    assert len(shown) == 10
    assert "****" not in shown
    assert set(browser.get(done["Location"]).context["unused_codes"]) == {"****"}
    # Active, but this session has not given it yet:
    assert not is_inside(browser)
    assert browser.get(OFFICE)["Location"].startswith(reverse("mfa_reauthenticate"))
    browser.post(reverse("mfa_reauthenticate"), {"code": code, "next": OFFICE})
    assert is_inside(browser)


def test_a_recovery_code_lets_in_once(browser):
    authenticator = Authenticator.objects.get(user__username=ELENA.username, type="recovery_codes")
    code = authenticator.wrap().get_unused_codes()[0]
    give_password(browser)
    give_code(browser, code)
    assert is_inside(browser)
    other = Client()
    give_password(other)
    give_code(other, code)
    assert not is_inside(other)


def test_nobody_takes_their_second_factor_away(browser):
    enter(browser)
    page = browser.post(reverse("mfa_deactivate_totp"))
    assert page["Location"] == reverse("mfa_index")
    assert Authenticator.objects.filter(user__username=ELENA.username, type="totp").exists()


def test_secrets_are_not_kept_in_clear():
    for authenticator in Authenticator.objects.all():
        assert not any(one.totp_secret in str(authenticator.data) for one in staff())
    assert Authenticator.objects.filter(type="totp").count() == len(staff())


def test_a_quarter_of_an_hour_away_closes_the_session(browser):
    enter(browser)
    assert is_inside(browser)
    with time_machine.travel(time.time() + 14 * 60) as clock:
        assert is_inside(browser)
        clock.shift(14 * 60)
        assert is_inside(browser)
        clock.shift(15 * 60)
        page = browser.get(OFFICE, follow=True)
        assert "15 minutos sin uso" in page.content.decode()
        assert not is_inside(browser)
    assert AuditEvent.objects.filter(kind="staff.signed_out").get().payload == {"reason": "idle"}


def test_signing_out_is_a_post_and_really_ends_it(browser):
    enter(browser)
    assert browser.get(reverse("account_logout")).status_code == 200
    assert is_inside(browser)
    browser.post(reverse("account_logout"))
    assert not is_inside(browser)
    assert events()[-1] == "staff.signed_out"


def test_a_post_that_ended_yesterday_opens_nothing(browser):
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    StaffRole.objects.filter(staff__user__username=ELENA.username).update(valid_to=yesterday)
    enter(browser)
    assert not is_inside(browser)
    page = browser.get(OFFICE)
    assert page.status_code == 403
    assert "ningún puesto" in page.content.decode()
    assert events()[-1] == "access.refused"


def test_an_account_that_is_nobody_of_the_staff_opens_nothing(browser):
    from allauth.mfa.totp.internal.auth import TOTP

    user = User.objects.create_user("visita", password=ELENA.password)
    TOTP.activate(user, ELENA.totp_secret)
    browser.post(reverse("account_login"), {"login": "visita", "password": ELENA.password})
    give_code(browser, second_factor_code(ELENA))
    assert not is_inside(browser)
    assert browser.get(OFFICE).status_code == 403


def test_demonstration_accounts_work_in_the_demonstration_only(browser, settings):
    settings.DEMONSTRATION = False
    assert give_password(browser)["Location"] == reverse("account_inactive")
    assert browser.get(reverse("identity:demonstration_accounts")).status_code == 404
    with pytest.raises(RuntimeError):
        create_demonstration_staff()


def test_there_is_no_way_to_sign_up_or_reset_a_password(browser):
    for path in ("signup/", "password/reset/", "email/", "registro/"):
        assert browser.get(f"/oficina/acceso/{path}").status_code == 404


def test_pages_of_the_way_in_are_never_stored(browser):
    for address in (reverse("account_login"), OFFICE):
        assert "no-store" in browser.get(address)["Cache-Control"]
    give_password(browser)
    assert "no-store" in browser.get(reverse("mfa_authenticate"))["Cache-Control"]


def test_next_never_leads_out_of_the_house(browser):
    give_password(browser, next="https://malo.example/")
    assert give_code(browser, second_factor_code(ELENA))["Location"] == OFFICE


def test_the_list_of_accounts_shows_codes_that_work(browser):
    page = browser.get(reverse("identity:demonstration_accounts")).content.decode()
    for account in staff():
        assert account.username in page
        assert second_factor_code(account) in page


def test_five_roles_stand_in_two_provinces_and_making_them_twice_changes_nothing():
    create_demonstration_staff()
    held = set(StaffRole.objects.values_list("role", "office__province_code"))
    both = {(role, p) for role in ("capturer", "processor", "supervisor", "fiscal_reviewer") for p in ("28", "29")}
    assert held == both | {("administrator", "")}
    assert StaffMember.objects.count() == StaffRole.objects.count() == len(staff()) == 12
