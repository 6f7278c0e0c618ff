"""After every test of a flow, whatever it did, what must hold of every dossier still holds."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _dossiers_stay_sound(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that leaves a dossier unsound fails. What breaks one on purpose is marked `breaks_dossiers`."""
    if request.node.get_closest_marker("django_db") is None:
        yield
        return
    # Asked for here, so that the database is still as the test left it when this fixture ends.
    request.getfixturevalue("db")
    yield
    if request.node.get_closest_marker("breaks_dossiers") is None:
        from workflow.invariants import breaches

        assert [str(breach) for breach in breaches()] == []
