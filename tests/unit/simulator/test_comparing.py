"""A comparison adds up: groups make the whole, gains less losses make the difference, pictures show the figures."""

from datetime import date

import numpy as np
import pytest

from core.province_tiles import PLACES
from core.provinces import PROVINCES
from rules import services as rules
from simulator import policy_charts as charts
from simulator.population import comparing, store, synthetic

pytestmark = pytest.mark.req("S2-72")
ON = date(2026, 1, 15)
TEXT = rules.text("imv", ON)
POPULATION = synthetic.synthetic(20_000, seed=5)
CHANGES = {
    "guaranteed_income[1]": "800.00",
    "child_supplement[under_3]": "60.00",
    "child_supplement[from_3_to_5]": "60.00",
    "minimum_payment": "60.00",
}
REFORM = rules.reformed(TEXT, CHANGES)
COMPARISON = comparing.compare(TEXT, REFORM, (POPULATION, POPULATION), 19.3)


def test_groups_make_the_whole() -> None:
    for groups in (COMPARISON.households, COMPARISON.provinces):
        for name in ("units", "entitled_before", "entitled_after", "gainers", "losers", "cost_before", "cost_after"):
            total = sum(getattr(group, name) for group in groups)
            assert total == pytest.approx(getattr(COMPARISON.whole, name), abs=60), name


def test_gains_less_losses_make_the_difference() -> None:
    whole = COMPARISON.whole
    assert whole.gainers > 0
    assert whole.losers > 0
    assert COMPARISON.gained - COMPARISON.lost == pytest.approx(whole.difference, abs=2)
    assert whole.entitled_after - whole.entitled_before == pytest.approx(COMPARISON.newly - COMPARISON.no_longer)
    moved = sum(units for _, units in COMPARISON.changes)
    assert moved == pytest.approx(whole.gainers + whole.losers, abs=1)


def test_the_same_figures_by_hand() -> None:
    before, after = (rules.simulate(text, POPULATION).of("total").values for text in (TEXT, REFORM))
    change = after - before
    assert COMPARISON.whole.gainers == pytest.approx((change > 0).sum() * 19.3, abs=0.1)
    assert COMPARISON.whole.difference == pytest.approx(change.sum() * 12 * 19.3, abs=2)
    bins = dict(COMPARISON.changes)
    assert bins["Pierden 200 € o más"] == pytest.approx((change <= -20000).sum() * 19.3, abs=0.1)
    assert bins["Pierden menos de 50 €"] == pytest.approx(((change < 0) & (change > -5000)).sum() * 19.3, abs=0.1)
    assert bins["Ganan hasta 50 €"] == pytest.approx(((change > 0) & (change <= 5000)).sum() * 19.3, abs=0.1)


def test_what_is_kept_as_json_is_the_same_comparison() -> None:
    assert comparing.from_data(COMPARISON.as_data()) == COMPARISON


def test_pictures_stay_inside_and_show_every_group() -> None:
    drawings = (charts.costs(COMPARISON), charts.changes(COMPARISON), charts.differences(COMPARISON.households))
    for drawing in drawings:
        for bar in drawing.bars:
            assert bar.x >= 0
            assert bar.x + bar.width <= drawing.width
    assert {bar.kind for bar in drawings[2].bars} == {"gain", "lose"}
    drawn = charts.province_map(COMPARISON.provinces)
    assert {tile.group.code for tile in drawn.tiles} == {group.code for group in COMPARISON.provinces}
    assert set(PLACES) == set(PROVINCES)
    assert charts.millions(123_456_789_00) == "123,5 M€"
    assert charts.thousands(-1234567.4) == "-1.234.567"


def test_a_population_that_nothing_reaches_is_drawn_without_dividing_by_zero() -> None:
    same = comparing.compare(TEXT, TEXT, (POPULATION, POPULATION))
    assert same.whole.difference == 0
    assert {tile.level for tile in charts.province_map(same.provinces).tiles} == {"none"}
    assert all(bar.width == 0 for bar in charts.differences(same.households).bars)


def test_the_population_on_disk_is_the_one_drawn(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    store.stored.cache_clear()
    kept = store.stored(1_000, 4)
    drawn = synthetic.synthetic(1_000, 4)
    for entity in ("unit", "member"):
        for name, column in drawn.columns(entity).items():  # type: ignore[arg-type]
            assert np.array_equal(kept.columns(entity)[name].values, column.values)  # type: ignore[arg-type]
            assert kept.columns(entity)[name].words == column.words  # type: ignore[arg-type]
    assert np.array_equal(kept.offsets, drawn.offsets)
    store.stored.cache_clear()
    assert len(list((tmp_path / "populations").iterdir())) == 1
    store.stored(1_000, 4)
    assert len(list((tmp_path / "populations").iterdir())) == 1
    store.stored.cache_clear()
