"""Rooms are entered by their doors: services, selectors, types and forms. Import-linter holds the direction."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("rules", "receipts", "simulator", "identity", "interop", "applications", "workflow")
DOORS = {"services", "selectors", "types", "forms"}
# What shows or drives the whole house may look behind its doors: the demonstration's case.
COMPOSITION = {"workflow/management/case/citizen.py", "workflow/management/commands/demo_case.py"}


def imports_of(path: Path) -> list[str]:
    """Dotted names a file imports, with the names taken from packages."""
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def test_no_room_reaches_behind_another_s_door():
    trespasses = []
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            place = str(path.relative_to(ROOT))
            for name in imports_of(path) if place not in COMPOSITION else []:
                other, _, inside = name.partition(".")
                if other in ROOMS and other != room and inside.split(".")[0] not in DOORS:
                    trespasses.append(f"{place} imports {name}")
    assert trespasses == []
