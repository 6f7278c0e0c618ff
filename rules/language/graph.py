"""Order of things that read each other; a circle is refused."""

from __future__ import annotations

from collections.abc import Mapping, Set

from rules.language.errors import Place, RuleTextError


def in_order(reads: Mapping[str, Set[str]], places: Mapping[str, Place]) -> list[str]:
    """The names, each after all it reads; raises RuleTextError naming a circle."""
    done: dict[str, None] = {}
    path: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        if name in path:
            circle = " → ".join([*path[path.index(name) :], name])
            raise RuleTextError(places[name], f"`{name}` depends on itself: {circle}.", "Break the circle.")
        path.append(name)
        for other in sorted(reads[name]):
            if other in reads:
                visit(other)
        path.pop()
        done[name] = None

    for name in reads:
        visit(name)
    return list(done)
