"""A letter names no article that nobody read: each stands in the law file, away from what is marked doubtful there."""

import re
from datetime import date
from pathlib import Path

import pytest

from rules import services as rules
from rules.types import Article
from workflow.decision import LAW_CODE, OTHER_NORMS, article_words

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "law" / "imv.md"
DOUBT = re.compile(r"\[mem|\[P[:\]]|doubtful", re.IGNORECASE)
DAYS = [date(2022, 6, 1), date(2024, 3, 1), date(2026, 10, 15)]


def articles_of_the_rules(day: date) -> set[Article]:
    """Every article a decision of that day can carry into its letter."""
    text = rules.text("imv", day)
    found = {requirement.article for requirement in text.requirements}
    found |= {variable.article for variable in text.variables if variable.article is not None}
    return found


def articles_in_the_wording() -> set[str]:
    """Every article named by the sentences of the letters themselves."""
    source = "\n".join(path.read_text() for path in (ROOT / "workflow" / "letters").glob("*.py"))
    return set(re.findall(r"art[íi]culo (\d+(?:\.\d+)?(?:\.[a-z])?)", source))


def was_read(article: str, law_file: str) -> bool:
    """Whether some sentence of the law file names the article, or the one it is part of, without doubt."""
    parents = [article, *([article.rsplit(".", 1)[0]] if re.search(r"\.[a-z]$", article) else [])]
    numbers = "|".join(re.escape(one) for one in parents)
    names_it = re.compile(rf"(?<![\d.])(?:{numbers})(?!\d)")
    sentences = re.split(r"(?<=\.)\s+|\n", law_file)
    return any(names_it.search(one) and not DOUBT.search(one) for one in sentences)


@pytest.mark.req("S2-64")
def test_every_article_a_letter_can_name_was_read() -> None:
    if not SHARED.exists():
        pytest.skip("../shared is not here")
    law_file = SHARED.read_text()
    of_the_law = {one.art for day in DAYS for one in articles_of_the_rules(day) if one.law == LAW_CODE}
    named = of_the_law | articles_in_the_wording()
    assert {"13.2", "36", "14.1"} <= named
    assert sorted(one for one in named if not was_read(one, law_file)) == []


def test_doubt_is_seen() -> None:
    assert was_read("13.2.c", "### Formula (art. 13.2) [L]")
    assert not was_read("17.1", "* 17.1 from memory [mem]. The rest was read.")
    assert was_read("17.1", "* 17.1 was read. The rest is from memory [mem].")
    assert not was_read("13.2", "see 113.25 and 13.21")


def test_an_article_of_another_norm_carries_its_norm() -> None:
    assert article_words(Article(LAW_CODE, "13.2")) == "13.2"
    assert article_words(Article("BOE-A-2022-15764", "1-5")) == "RD 789/2022, arts. 1 a 5"
    assert article_words(Article("BOE-A-2022-15764", "DA2")) == "RD 789/2022, disp. ad. 2"
    assert article_words(Article("BOE-A-1900-1", "7")) == ""
    assert article_words(None) == ""


def test_every_norm_of_the_rules_has_its_name() -> None:
    laws = {one.law for day in DAYS for one in articles_of_the_rules(day)}
    assert laws <= {LAW_CODE, *OTHER_NORMS}
