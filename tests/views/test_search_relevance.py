"""What a query finds, and what comes first (catalog.md §7)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from amo_pyramid.constants.promoted import PromotedGroup
from amo_pyramid.testing.app import Service
from tests.views.helpers import from_v4
from tests.views.search_helpers import entry, found, promoted, put

PLAIN = {"name": {"en-US": "Same Words"}, "summary": {"en-US": "Does the same"}}


def query(service: Service, version: str, text: str, **parameters: str) -> list[int]:
    """The ids that a text finds, in their order."""
    others = "".join(f"&{name}={value}" for name, value in parameters.items())
    return found(service, version, f"q={quote(text)}{others}")


def named(number: int, name: str, **addon: Any):
    return entry(number, name={"en-US": name}, **addon)


@pytest.mark.fact("catalog-281")
def test_case_does_not_matter(service, version):
    put(service, named(1, "My Addôn"), named(2, "Something else"))
    for text in ("addôn", "ADDÔN", "Addôn", "  my addôn  "):
        assert query(service, version, text) == [1]


@pytest.mark.fact("catalog-282")
def test_a_name_is_found_from_every_language(service, version):
    put(
        service,
        entry(
            1,
            default_locale="en-GB",
            name={"en-GB": "Banana Bonkers", "es": "Banana Bonkers espanole"},
        ),
        entry(2, summary={"en-US": "Peels a banana"}),
        named(3, "Apples"),
    )
    for lang in ("en-US", "en-GB", "es", "de"):
        assert query(service, version, "Banana", lang=lang)[0] == 1


@pytest.mark.fact("catalog-283")
def test_a_typing_error_is_forgiven_where_one_name_is_near(service, version):
    put(
        service,
        entry(1, default_locale="de", name={"de": "Mein Taschenmesser"}),
        entry(2, default_locale="de", name={"de": "Mein Hufrinnenmesser"}),
    )
    assert query(service, version, "Taschenmssser", lang="de") == [1]


ODD = [
    "남포역립카페추천 ˇjjtat닷컴ˇ ≡제이제이♠♣♥◆▶★ ●◐▣☎♨㏂㏇™ 남포역스파 " * 2,
    '\'; DROP TABLE addons; --"" AND OR NOT NEAR(* ^ : - + ( ) { } [ ] \\ % _ ',
    "\x00\ufffe\U0010ffff ﷽ ا̲̅ Z̷͇̈́ 👩‍👩‍👧‍👦 \t\r\n",
    '"',
    "*",
    "((((((((((",
]


@pytest.mark.fact("catalog-284")
def test_no_query_is_an_error(service, version):
    put(service, named(1, "Plain"))
    for text in ODD:
        assert query(service, version, text[:100]) == []


@pytest.mark.fact("catalog-285")
def test_experimental_addons_come_later(service, version):
    put(service, entry(1, **PLAIN), entry(2, is_experimental=True, **PLAIN))
    assert query(service, version, "same words") == [1, 2]
    assert query(service, version, "does the same") == [1, 2]


@pytest.mark.fact("catalog-286")
@from_v4
def test_recommended_addons_come_first_among_equals(service, version):
    put(service, promoted(1, PromotedGroup.RECOMMENDED, **PLAIN), entry(2, **PLAIN))
    assert query(service, version, "same words") == [1, 2]


@pytest.mark.fact("catalog-287")
def test_addons_with_more_users_come_first_among_equals(service, version):
    put(
        service,
        entry(1, average_daily_users=100_000, **PLAIN),
        entry(2, average_daily_users=10, **PLAIN),
    )
    assert query(service, version, "same words") == [1, 2]


def test_the_exact_name_beats_many_users(service, version):
    put(
        service,
        named(1, "Tab Center Redux", average_daily_users=18_981),
        named(2, "Tab Mix Plus", average_daily_users=468_126),
        named(3, "Redux DevTools", average_daily_users=8_838),
    )
    assert query(service, version, "tab center redux")[0] == 1


@pytest.mark.parametrize("text", ["同步", "タブ", "привет", "메모"])
def test_names_in_other_scripts_are_found(service, text):
    names = {
        "同步": "书签同步助手",
        "タブ": "タブ管理ツール",
        "привет": "Привет, мир",
        "메모": "간단한 메모",
    }
    put(service, named(1, names[text]), named(2, "Plain"))
    assert query(service, "v4", text) == [1]
