"""The same text in OpenFisca-Core: same answers, how much slower. ``.venv/bin/python -m tests.bench.bench_openfisca``.

OpenFisca lives in an environment of its own (``make openfisca``, from requirements-openfisca.lock); the country package
is generated into a temporary folder.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

import numpy as np  # noqa: E402

from rules import services  # noqa: E402
from rules.compilers.openfisca import country_package  # noqa: E402
from rules.compilers.vector import Population, VectorReading  # noqa: E402
from rules.compilers.vector.words import Words  # noqa: E402
from rules.language.text import RuleText  # noqa: E402
from rules.texts_store import compiled_for  # noqa: E402
from simulator.population import synthetic  # noqa: E402
from tests.bench.bench_population import households, seconds  # noqa: E402

UNITS = 200_000
ROOT = Path(__file__).resolve().parents[2]
PYTHON = Path(os.environ.get("AMPARO_OPENFISCA_PYTHON", ROOT / ".venv-openfisca" / "bin" / "python"))


def arrays(text: RuleText, population: Population) -> dict[str, Any]:
    """The population as OpenFisca takes it: words numbered as the text numbers them."""
    words = Words(text)
    found = {"offsets": population.offsets, "heads": population.heads}
    for (entity, name), fact in text.facts.items():
        column = population.columns(entity).get(name)
        if column is not None:
            found[f"{entity}.{name}"] = words.table(fact, column)[column.values] if fact.options else column.values
    return found


def main() -> None:
    """Print the table, or why there is none."""
    if not PYTHON.exists():
        print(f"OpenFisca-Core is not installed ({PYTHON} is missing): run `make openfisca` to compare with it.")
        return
    text = services.text("imv", synthetic.REFERENCE_DAY)
    population = synthetic.synthetic(UNITS)
    with tempfile.TemporaryDirectory() as folder:
        package, given, out = (Path(folder) / name for name in ("country.py", "population.npz", "answers.npz"))
        package.write_text(country_package(text))
        np.savez(given, **arrays(text, population))
        command = [str(PYTHON), str(ROOT / "tests" / "bench" / "openfisca_run.py"), *map(str, (package, given, out))]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT)})
        if done.returncode:
            sys.exit(done.stderr[-3000:])
        theirs, answers = json.loads(done.stdout), dict(np.load(out))
    reading = VectorReading(text)
    results = reading.run(population)
    bulk = seconds(lambda: reading.run(population))
    sample, compiled = households(text, population, 1_000), compiled_for(text)
    single = seconds(lambda: [compiled.swift(household) for household in sample]) / len(sample)
    different = {name: int((results.columns[name].values != found).sum()) for name, found in answers.items()}
    print(f"{UNITS:>12,}      units compared; different answers: {different}")
    print(f"{UNITS / theirs['bulk']:>12,.0f} /s   OpenFisca-Core, all at once, its simulation built")
    print(f"{UNITS / bulk:>12,.0f} /s   vector reading, the same units")
    print(f"{theirs['bulk'] / bulk:>12.1f} ×    ratio")
    print(f"{1 / theirs['single']:>12,.0f} /s   OpenFisca-Core, one by one")
    print(f"{1 / single:>12,.0f} /s   compiled reading, one by one, unknowns weighed, without words")
    print(f"{theirs['single'] / single:>12.0f} ×    ratio")


if __name__ == "__main__":
    main()
