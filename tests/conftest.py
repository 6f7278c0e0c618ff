"""Fixtures that every kind of test shares."""

from collections.abc import Iterator

import pytest

from tests.services import REQUIRE_ALL


def pytest_configure() -> None:
    """Texts that tests read while they are collected are the release's: there is no database yet."""
    from rules.publishing import schedule

    schedule.read_from(schedule.nothing)


@pytest.fixture(autouse=True)
def _texts_in_force(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with a database reads what is published in it; one without, the release's texts."""
    from rules.publishing import schedule

    uses_database = request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(
        request.fixturenames
    )
    schedule.read_from(schedule.from_database if uses_database else schedule.nothing)
    yield
    schedule.read_from(schedule.nothing)


def pytest_collection_modifyitems(items: "list[pytest.Item]") -> None:
    """Browser tests stay together, since they share one running server; the other worker runs the rest meanwhile."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: "pytest.Item", call: "pytest.CallInfo[None]"):  # type: ignore[no-untyped-def]
    """Where every part is required, a skipped test is a failure — the specimens of ``../shared`` excepted."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail") and "../shared" not in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1 forbids skipping: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Rate limits and breakers of one test must not reach the next."""
    from django.core.cache import cache

    cache.clear()
