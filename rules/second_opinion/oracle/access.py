"""Requirements of the person and of the unit (arts. 4 to 11), read from the law file section by section."""

from __future__ import annotations

from datetime import date, timedelta

from rules.second_opinion.oracle.people import ADULT, IN_CARE, LAW_1_2026, TITULAR, Home, Person, day, passed

RETIRED = 65


def applicant_age(home: Home) -> bool:
    """Arts. 4.1 and 5.2 (law file §2.1); under the law of 2020, an individual below 65 (§2.12).

    Victims are let off the age of 23 outside a unit only: a unit's applicant has a list of its own.
    """
    head = home.applicant
    if not home.current_law and home.alone and head.age >= RETIRED:
        return False
    if head.age >= TITULAR:
        return True
    may_act = head.age >= ADULT or bool(head["emancipated"])
    if home.alone:
        if may_act and head.victim:
            return True
        return head.age >= ADULT and bool(
            head["ex_guardianship"] or head["absolute_orphan"] or head["released_from_prison"]
        )
    in_charge = any(p.relation == "child" or (p.relation in IN_CARE and p.minor) for p in home.members)
    orphans = all(p["absolute_orphan"] and p.age < TITULAR for p in home.members)
    return may_act and (in_charge or orphans)


def not_coupled(home: Home) -> bool:
    """Art. 4.1.b: who applies alone is not married nor in a couple, unless it is being ended (§2.1)."""
    head = home.applicant
    if not home.alone or head.victim or head["separation_started"]:
        return True
    return head["marital_status"] not in ("married", "partnered")


def residence(home: Home) -> bool:
    """Art. 10.1.a: a year of legal residence for each, with its exceptions (§2.4)."""

    def resides(person: Person) -> bool:
        since, exception = day(person["legal_residence_since"]), person["residence_exception"]
        if since is None or since > home.on:
            return False  # the exceptions let off the year, not the residence
        if exception in ("trafficking", "gender_violence") or person.victim:
            return True
        if person.minor and (exception == "minor_joined" or since.isoformat() <= person["birth_date"]):
            return True
        return passed(since, 12, home.on)

    return all(resides(person) for person in home.members)


def absence_abroad(home: Home) -> bool:
    """Art. 10.1.a: no more than 90 days abroad in the year (§2.4)."""
    return all((person["days_abroad_this_year"] or 0) <= 90 for person in home.members)


def residential_service(home: Home) -> bool:
    """Art. 4.2: permanent users of residential services are left out, victims aside (§2.1)."""
    return all(not person["permanent_residential_service"] or person.victim for person in home.members)


def independence(home: Home) -> bool:
    """Art. 10.2, only for those of art. 4.1.b (§2.5)."""
    head = home.applicant
    if not home.alone or head.victim:
        return True
    if head["parents_died"] or head["homeless"] or head["separation_started"] or head["released_from_prison"]:
        return True
    if ADULT <= head.age < TITULAR and head["ex_guardianship"]:
        return True
    since = day(head["independent_since"])
    if not home.current_law:  # three years, then (§2.12)
        return passed(since, 36, home.on) and (head.age >= 30 or (head["months_registered"] or 0) >= 12)
    if head.age >= 30:  # the literal text leaves exactly 30 open: doubtful
        return passed(since, 12, home.on)
    return passed(since, 24, home.on) and (head["months_registered"] or 0) >= 12


def unit_duration(home: Home) -> bool:
    """Arts. 10.3, 10.4 and 16.5: six months as a unit — a year in 2020 — with its exceptions (§2.2, §2.12)."""
    if home.alone or any(person.victim for person in home.members):
        return True
    granted = day(home.facts.get("beneficiary_since"))
    if home.facts.get("is_review") and home.on >= LAW_1_2026 and granted is not None:
        formed = day(home.facts.get("unit_formed_on"))
        if formed is not None and formed > granted:
            return True  # somebody joined after it was granted
    exception = home.facts.get("unit_duration_exception") or "none"
    excepted = home.on >= LAW_1_2026 if exception == "member_left" else exception != "none"
    return excepted or passed(day(home.facts.get("unit_formed_on")), 6 if home.current_law else 12, home.on)


def unit_complete(home: Home) -> bool:
    """Arts. 6 to 8: relatives of the home belong to the unit, unless it is a special one (§2.3)."""
    if not home.couple_recognised:
        return False
    if not home.facts.get("lives_with_relatives"):
        return True
    if home.facts.get("home_kind") != "home":
        return True
    special = home.facts.get("special_unit")
    if special == "gender_violence":
        return True
    if special in ("separation_started", "eviction_or_uninhabitable"):
        since = day(home.facts.get("special_unit_since"))
        return since is not None and not _over(since, home)
    return False


def _over(since: date, home: Home) -> bool:
    """Whether the three years after the fact are over; the day they complete still belongs to them."""
    return passed(since, 36, home.on - timedelta(days=1))


def company_director(home: Home) -> bool:
    """Art. 11.3: no member runs a mercantile company (§2.9)."""
    return not any(person["company_director"] for person in home.members)


def _reviewed(home: Home) -> bool:
    """Whether the grounds of suspension and extinction are looked at."""
    return bool(home.facts.get("is_review")) and home.current_law


def tax_returns(home: Home) -> bool:
    """Art. 17: two fiscal years in a row without an income tax return suspend (§3.5)."""
    return not _reviewed(home) or all((person["tax_returns_missed"] or 0) < 2 for person in home.members)


def annual_certificate(home: Home) -> bool:
    """Art. 17: the certificate that is confirmed each year is there (§3.5)."""
    return not _reviewed(home) or not home.facts.get("annual_certificate_missing")


def suspension_term(home: Home) -> bool:
    """Art. 17: a year suspended ends it (§3.5)."""
    return not _reviewed(home) or (home.facts.get("months_suspended") or 0) < 12


def titular_alive(home: Home) -> bool:
    """Art. 18: it ends with the death of the titular (§3.5)."""
    return not _reviewed(home) or not home.facts.get("titular_died")
