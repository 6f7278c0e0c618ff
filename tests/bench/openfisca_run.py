"""Run inside OpenFisca's own environment by ``bench_openfisca``: ``python openfisca_run.py PACKAGE POPULATION OUT``.

Reads a population kept by the bench, computes with the generated country package, writes the answers and prints, as
JSON, the processor time it took: for all of them at once, and one by one.
"""

import importlib.util
import json
import statistics
import sys
import time

import numpy as np
from openfisca_core.simulation_builder import SimulationBuilder

PERIOD = "2026-01"
OUTPUTS = ("eligible", "imv", "child_supplement", "total")


def simulation(system, data, start, stop):
    """Units `start` to `stop` as a simulation of OpenFisca's."""
    bounds = data["offsets"][start : stop + 1]
    people = slice(int(bounds[0]), int(bounds[-1]))
    builder = SimulationBuilder()
    builder.create_entities(system)
    units = np.arange(stop - start)
    builder.declare_person_entity("person", np.arange(people.stop - people.start))
    households = builder.declare_entity("household", units)
    roles = np.full(people.stop - people.start, "other", dtype="U9")
    roles[data["heads"][start:stop] - people.start] = "applicant"
    builder.join_with_persons(households, np.repeat(units, np.diff(bounds)), roles)
    found = builder.build(system)
    for name in data.files:
        entity, _, fact = name.partition(".")
        if fact:
            rows = slice(start, stop) if entity == "unit" else people
            found.set_input(f"{entity}_{fact}", PERIOD, data[name][rows])
    return found


def answers(found):
    """The figures compared."""
    return {name: found.calculate(f"unit_{name}", PERIOD) for name in OUTPUTS}


def main() -> None:
    """Compute, keep, print."""
    package, population, out = sys.argv[1:]
    spec = importlib.util.spec_from_file_location("amparo_country", package)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    system, data = module.system(), np.load(population)
    units = len(data["offsets"]) - 1
    answers(simulation(system, data, 0, 100))
    start = time.process_time()
    found = answers(simulation(system, data, 0, units))
    bulk = time.process_time() - start
    np.savez(out, **found)
    single = []
    for at in range(30):
        start = time.process_time()
        answers(simulation(system, data, at, at + 1))
        single.append(time.process_time() - start)
    print(json.dumps({"units": units, "bulk": bulk, "single": statistics.median(single)}))


if __name__ == "__main__":
    main()
