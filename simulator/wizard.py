"""One anonymous simulation: the answers so far and the question that comes next.

The answers live in the visitor's session on the server and nowhere else. Every question, its words and whether it is
still needed come from the rule text through `rules.services.form`; the only question of our own is how many people
live together, because it makes the list of members that the text asks about.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext, ngettext

from core.reading import chosen
from rules import services as rules
from rules.forms import key_of
from rules.types import CaseProblem, Field, FormState, RuleText
from simulator.languages import BENEFIT

SESSION_KEY = "simulation"
ANSWERS_KEY = "simulation_answers"  # read by applications when the person asks for the benefit
SAVED_KEY = "simulation_saved"  # the token of the link made for these very answers
HOUSEHOLD = "hogar"
MAX_RELATIVES = 14
_REFS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Asked:
    """A question that was answered, for the list at the end."""

    key: str
    field: Field


class Wizard:
    """The simulation of a session. Nothing is kept until `start`."""

    def __init__(self, session: MutableMapping[str, Any]) -> None:
        self._session = session
        self.language = chosen(session)
        self._data: dict[str, Any] = session.get(SESSION_KEY, {})

    @property
    def started(self) -> bool:
        """Whether there is a simulation under way."""
        return bool(self._data)

    def start(self, today: date) -> None:
        """Forget what there was and begin."""
        self._leave_behind()
        self._data = {
            "on": today.isoformat(),
            "unit": {},
            "members": [{"ref": "a", "relation": "applicant"}],
            "asked": [],
        }
        self._save()

    def forget(self) -> None:
        """Leave nothing in the session."""
        self._session.pop(SESSION_KEY, None)
        self._leave_behind()
        self._data = {}

    def _leave_behind(self) -> None:
        for key in (ANSWERS_KEY, SAVED_KEY):
            self._session.pop(key, None)

    @property
    def answers_to_keep(self) -> dict[str, Any]:
        """The answers without those that could put somebody in danger: whoever opens them again is asked anew."""
        quiet = {name for (_, name), fact in self.text.facts.items() if fact.question and fact.question.sensitive}

        def without(owner: dict[str, Any]) -> dict[str, Any]:
            return {name: value for name, value in owner.items() if name not in quiet}

        return {
            "unit": without(self._data["unit"]),
            "members": [without(one) for one in self._data["members"]],
            "asked": [key for key in self._data["asked"] if key.partition("-")[2] not in quiet],
        }

    def take_up(self, kept: dict[str, Any], today: date) -> None:
        """Go on with answers kept before, under the law and the ages of today."""
        self.start(today)
        self._data |= {name: kept[name] for name in ("unit", "members", "asked")}
        self._forget_state()
        self._drop_hidden()
        self._save()

    @property
    def saved_token(self) -> str:
        """The link made for these answers; empty once one of them has changed."""
        return str(self._session.get(SAVED_KEY, ""))

    def note_saved(self, token: str) -> None:
        """Remember the link made for these answers."""
        self._session[SAVED_KEY] = token

    @property
    def case(self) -> dict[str, Any]:
        """The answers as a case of the contract. What was answered *no lo sé* is null."""
        return {"benefit": BENEFIT, **{name: self._data[name] for name in ("on", "unit", "members")}}

    @property
    def text(self) -> RuleText:
        """The rule text in force on the day the simulation began, in the visitor's language."""
        return rules.text(BENEFIT, date.fromisoformat(self._data["on"]), self.language)

    @cached_property
    def state(self) -> FormState:
        """What the rule text says of the answers so far."""
        return rules.form(self.text, self.case)

    @property
    def relatives(self) -> int | None:
        """How many people live with the applicant, once answered."""
        return len(self._data["members"]) - 1 if HOUSEHOLD in self._data["asked"] else None

    def field(self, key: str) -> Field | None:
        """The question at an address, while it is part of this simulation."""
        return next((field for field in self.state.fields if key_of(field) == key), None)

    def value(self, field: Field) -> Any:
        """The answer given, or None."""
        return self._owner(field).get(field.name)

    def is_unknown(self, field: Field) -> bool:
        """Whether it was answered *no lo sé*."""
        return field.name in self._owner(field) and self.value(field) is None

    @property
    def next_key(self) -> str | None:
        """The address of the next question, or None when there is nothing left to ask."""
        if self.relatives is None:
            return HOUSEHOLD
        if self.state.stopped_by is not None:
            return None
        return next((key_of(field) for field in self.state.needed if not self.is_unknown(field)), None)

    @property
    def remaining(self) -> tuple[int, int]:
        """How many questions are left, at least and at most; those answered *no lo sé* are not asked again."""
        given_up = sum(self.is_unknown(field) for field in self.state.needed)
        low, high = self.state.remaining
        return max(low - given_up, 0), max(high - given_up, 0)

    def key_before(self, key: str) -> str | None:
        """The question answered before this one, or None at the first."""
        asked: list[str] = [HOUSEHOLD] if self._data["asked"][:1] == [HOUSEHOLD] else []
        asked += [item.key for item in self.answered]
        before = asked[: asked.index(key)] if key in asked else asked
        return before[-1] if before else None

    @property
    def last_key(self) -> str:
        """The last question answered."""
        return self.answered[-1].key if self.answered else HOUSEHOLD

    def person(self, ref: str | None) -> str:
        """Whom a question is about: *Persona 2 · Mi hijo o mi hija*. Empty for the unit and the applicant."""
        members = self._data["members"]
        position = next((number for number, one in enumerate(members) if one["ref"] == ref), 0)
        if position == 0:
            return ""
        relation = next((f for f in self.state.fields if f.member_ref == ref and f.name == "relation"), None)
        words = dict(relation.options).get(members[position].get("relation", ""), "") if relation else ""
        parts = [
            gettext("Persona %(number)d") % {"number": position + 1},
            words,
            _age_in_words(members[position].get("birth_date"), self._data["on"]),
        ]
        return " · ".join(part for part in parts if part)

    def count_once(self) -> bool:
        """True the first time the result of this simulation is seen."""
        if self._data.get("counted"):
            return False
        self._data["counted"] = True
        self._save()
        return True

    @property
    def answered(self) -> list[Asked]:
        """The questions of the text answered so far, in the order they were asked."""
        visible = {key_of(field): field for field in self.state.fields}
        return [Asked(key, visible[key]) for key in self._data["asked"] if key in visible]

    def set_relatives(self, count: int) -> None:
        """Make the list of members as long as the household."""
        members = self._data["members"][: count + 1]
        members += [{"ref": _REFS[position]} for position in range(len(members), count + 1)]
        self._data["members"] = members
        self._note(HOUSEHOLD)

    def answer(self, field: Field, value: Any) -> None:
        """Keep an answer (None: *no lo sé*) and drop those it makes pointless; CaseProblem where it cannot be."""
        owner, before = self._owner(field), deepcopy(self._data)
        owner[field.name] = value
        try:
            self._note(key_of(field))
        except CaseProblem:
            self._data = before
            self._forget_state()
            raise

    def _note(self, key: str) -> None:
        if key not in self._data["asked"]:
            self._data["asked"].append(key)
        self._session.pop(SAVED_KEY, None)
        self._forget_state()
        self._drop_hidden()
        self._save()

    def _drop_hidden(self) -> None:
        """Answers to questions that are no longer asked would still count: take them away, until none is left."""
        while True:
            visible = {(field.member_ref, field.name) for field in self.state.fields}
            hidden = [
                (owner, name)
                for owner in (self._data["unit"], *self._data["members"])
                for name in owner
                if name != "ref" and owner.get(name) != "applicant" and (owner.get("ref"), name) not in visible
            ]
            if not hidden:
                return
            for owner, name in hidden:
                del owner[name]
            self._forget_state()

    def _owner(self, field: Field) -> dict[str, Any]:
        if field.member_ref is None:
            unit: dict[str, Any] = self._data["unit"]
            return unit
        member: dict[str, Any] = next(one for one in self._data["members"] if one["ref"] == field.member_ref)
        return member

    def _forget_state(self) -> None:
        self.__dict__.pop("state", None)

    def _save(self) -> None:
        self._session[SESSION_KEY] = self._data


def _age_in_words(born: str | None, on: str) -> str:
    """*7 años*, from ISO dates; empty while the birth date is not known."""
    if not born:
        return ""
    birth, day = date.fromisoformat(born), date.fromisoformat(on)
    years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    if years < 1:
        return gettext("menos de 1 año")
    return ngettext("%(years)d año", "%(years)d años", years) % {"years": years}
