"""durable-rules behind one guarded door: the only module that imports it.

The C core kills the process, hangs it or answers wrongly when it is fed carelessly (tests/unit/chaining/test_traps.py
shows how). What makes it safe here:

* the stock host walks sessions from two background threads and reads freed ones: ours has no threads;
* one lock around a whole session: sessions never overlap, and none outlives its call;
* the engine sees small whole numbers only (see `rules.compilers.chain`): neither locale, floats, colliding hashes of
  values nor personal data ever reach C;
* one fact at a time: a batch drops what follows a bad fact;
* the first fact is `open`, and each kind has a sink rule: a fact that matches nothing corrupts the state;
* actions only note which facts met, so they cannot fail; conclusions are told back once the engine has come to rest;
* strata: `go` is told after everything a stratum reads, because a `none` that was true once is not taken back;
* the state is deleted in `finally`, and an engine error is raised again without its text, which quotes facts.
"""

from __future__ import annotations

import contextlib
import copy
import itertools
import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import durable_rules_engine
import msgspec
from durable import engine

from rules.chaining.errors import ChainingError
from rules.chaining.types import Derivations, Fact, Firing
from rules.compilers.chain import Chain, conclude, fnv1a_32
from rules.compilers.chain.network import GO, OPEN, SINK

#: A ruleset takes about 0.7 MB; a text asked for a second opinion has one for each requirement.
MAX_RULESETS = 32
#: How the engine says that it did not take a fact, and that it has no state for it.
_REFUSED = {1: "MessageNotHandledException", 2: "MessageObservedException"}
_STATELESS = 3
_SINK_FIRED = f'{{"{SINK}'

# The library's own logger prints the values of exceptions, and these quote facts.
logging.getLogger("durable").disabled = True
engine.logger.disabled = True


class QuietHost(engine.Host):  # type: ignore[misc]
    """A host without the two dispatching threads of the stock one."""

    def _run(self) -> None:
        """Start nothing: we set no timers, and every action runs within its own assertion."""


class _Network:
    """A loaded ruleset, and what fired in the session that is running in it."""

    NAME = "chain"

    def __init__(self, chain: Chain) -> None:
        definition = copy.deepcopy(dict(chain.definition))
        for rule in definition.values():
            rule["run"] = _ignore
        self.host = QuietHost({self.NAME: definition})
        self._handle = self.host.get_ruleset(self.NAME)._handle

    def fire(self, fact: Mapping[str, int | str]) -> Iterator[tuple[str, dict[str, str]]]:
        """Tell a fact; the rules that fire, each with the ids of the facts that met in it, by alias.

        The host's own loop, without what it does for actions: it wraps the facts, measures time and writes the state
        back after each. Ours only need to know which facts met.
        """
        code, state = durable_rules_engine.assert_fact(self._handle, msgspec.json.encode(fact).decode())
        if code in _REFUSED:
            raise ChainingError("engine_refused", _REFUSED[code])
        started = durable_rules_engine.start_action_for_state(self._handle, state if code != _STATELESS else 0)
        message = started[1] if started else None
        while message:
            if not message.startswith(_SINK_FIRED):
                ((rule, met),) = msgspec.json.decode(message).items()
                yield rule, {alias: found["id"] for alias, found in met.items()}
            message = durable_rules_engine.complete_and_start_action(self._handle, state)

    def close(self) -> None:
        """Free the ruleset: the host never does, and each reload would leak about 0.7 MB."""
        durable_rules_engine.delete_ruleset(self._handle)


def _ignore(context: Any) -> None:
    """The action of every rule: the host wants one, and `fire` does without."""


class _Session:
    """One evaluation: facts in, firings out, nothing left behind."""

    def __init__(self, chain: Chain, network: _Network, number: int) -> None:
        self._network = network
        self._sid = str(number)
        self._encode = chain.encoder()
        self._facts: dict[str, Fact] = {}
        self._hashes: set[int] = set()
        self._numbers = itertools.count(1)

    def open(self) -> None:
        """The fact that must come first."""
        self._assert(self._new_key(), {"kind": OPEN})

    def go(self, stratum: int) -> list[Firing]:
        """Open a stratum, once everything its negations read has been told."""
        return self._assert(self._new_key(), {"kind": GO, "stratum": stratum})

    def tell(self, fact: Fact) -> list[Firing]:
        """One fact; the rules it completed, with the facts that met in each."""
        properties = self._encode(fact)
        if properties is None:  # no rule reads this kind
            return []
        key = self._new_key()
        self._facts[key] = fact
        return self._assert(key, properties)

    def close(self) -> None:
        """Forget the session. The engine's state must go whatever happened."""
        # There is nothing to delete where even the first fact was refused.
        with contextlib.suppress(durable_rules_engine.error):
            self._network.host.delete_state(self._network.NAME, self._sid)

    def _new_key(self) -> str:
        # The engine knows an id by its 32-bit hash alone: one whose hash is taken is passed over.
        key = next(key for number in self._numbers if fnv1a_32(key := f"f{number}") not in self._hashes)
        self._hashes.add(fnv1a_32(key))
        return key

    def _assert(self, key: str, properties: Mapping[str, int | str]) -> list[Firing]:
        facts = self._facts
        try:
            return [
                Firing(rule, {alias: facts[ref] for alias, ref in keys.items() if ref in facts})
                for rule, keys in self._network.fire({**properties, "id": key, "sid": self._sid})
            ]
        except ChainingError:
            raise
        except Exception as error:
            # "from None": the engine's own text quotes every fact of the case.
            raise ChainingError("engine_refused", type(error).__name__) from None


_lock = threading.RLock()
_networks: OrderedDict[str, _Network] = OrderedDict()
_session_numbers = itertools.count(1)


def chain_facts(chain: Chain, facts: Iterable[Fact]) -> Derivations:
    """Everything the rules conclude from the facts, and every way each conclusion is reached."""
    with _lock:
        session = _Session(chain, _network(chain), next(_session_numbers))
        try:
            session.open()
            return _run(chain, session, deque(facts))
        finally:
            session.close()


def forget_networks() -> None:
    """Free every loaded ruleset."""
    with _lock:
        while _networks:
            _networks.popitem()[1].close()


def _network(chain: Chain) -> _Network:
    network = _networks.pop(chain.hash, None) or _Network(chain)
    _networks[chain.hash] = network
    while len(_networks) > MAX_RULESETS:
        _networks.popitem(last=False)[1].close()
    return network


def _run(chain: Chain, session: _Session, agenda: deque[Fact]) -> Derivations:
    derived: Derivations = {}
    for stratum in chain.strata:
        firings = session.go(stratum) if stratum > 1 else []
        while firings or agenda:
            for firing in firings:
                rule = chain.rule[firing.rule]
                fact = conclude(rule, firing.bound)
                key = str(fact["id"])
                if key not in derived:
                    derived[key] = (fact, set())
                    agenda.append(fact)
                grounds = tuple(str(firing.bound[clause.alias]["id"]) for clause in rule.when)
                derived[key][1].add((rule.origin or rule.id, grounds))
            firings = session.tell(agenda.popleft()) if agenda else []
    return derived
