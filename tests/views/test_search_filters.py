"""Search by type, platform, category, tag, author and colour (catalog.md §5.1)."""

from __future__ import annotations

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.constants.platforms import Platform
from amo_pyramid.domain.version import PreviewColor
from amo_pyramid.testing import builders
from tests.views.helpers import in_v3_and_v4
from tests.views.search_helpers import entry, found, found_any_order, put, refused

NO_TYPE = 'Invalid "type" parameter.'
NO_PLATFORM = 'Invalid "platform" parameter.'
NO_CATEGORY = 'Invalid "category" parameter.'
NO_TRIPLE = 'Invalid combination of "app", "type" and "category" parameters.'
ALERTS, TABS, PERSONA_HOLIDAY, THEME_HOLIDAY, THEME_NATURE = 72, 93, 128, 328, 302


@pytest.mark.fact("catalog-211")
@pytest.mark.parametrize("letter", ["a", "%C3%B4"])
def test_a_query_has_a_hundred_characters_at_most(unasked, version, letter):
    assert refused(unasked, version, "q=" + letter * 101) == "Maximum query length exceeded."


@pytest.mark.fact("catalog-212")
def test_a_query_of_a_hundred_characters_is_fine(service, version):
    for letter in ("a", "%C3%B4"):
        assert found(service, version, "q=" + letter * 100) == []


@pytest.mark.fact("catalog-213", "catalog-266")
def test_what_says_nothing_changes_nothing(service, version):
    put(service, entry(1, average_daily_users=5), entry(2, average_daily_users=6), entry(3))
    for query in ("q=", "unknown=1", "recommended=true", "lang=xx"):
        assert found(service, version, query) == found(service, version)


@pytest.mark.fact("catalog-231")
@pytest.mark.parametrize("type_", ["nosuchtype", "667", "extension,nope", "", "extension,"])
def test_a_type_must_be_known(unasked, version, type_):
    assert refused(unasked, version, f"type={type_}") == NO_TYPE


@pytest.mark.fact("catalog-232", "catalog-233")
def test_addons_are_found_by_type(service, version):
    put(
        service,
        entry(1),
        entry(2, type=AddonType.THEME),
        entry(3, type=AddonType.SEARCH),
    )
    for extension in ("extension", "1", "EXTENSION"):
        assert found(service, version, f"type={extension}") == [1]
    assert found_any_order(service, version, "type=theme,extension") == [1, 2]
    assert found(service, version, "type=any") == []


@pytest.mark.fact("catalog-234")
@pytest.mark.parametrize("platform", ["nosuch", "47", ""])
def test_a_platform_must_be_known(unasked, version, platform):
    assert refused(unasked, version, f"platform={platform}") == NO_PLATFORM


@pytest.mark.fact("catalog-235", "catalog-236")
def test_addons_are_found_by_platform(service, version):
    for number, platform in enumerate((Platform.ALL, Platform.LINUX, Platform.MAC), 1):
        files = (builders.file(number, platform=platform),)
        put(service, entry(number, {"files": files}))
    for mac in ("mac", "macosx", "darwin", "3"):
        assert found_any_order(service, version, f"platform={mac}") == [1, 3]
    assert found(service, version, "platform=all") == [1]


def test_one_file_for_the_platform_is_enough(service, version):
    platforms = (Platform.LINUX, Platform.WINDOWS)
    files = tuple(builders.file(number, platform=each) for number, each in enumerate(platforms, 1))
    put(service, entry(1, {"files": files}))
    assert found(service, version, "platform=windows") == [1]
    assert found(service, version, "platform=mac") == []


@pytest.mark.fact("catalog-237")
def test_a_category_alone_is_ignored(service, version):
    put(service, entry(1, categories=(ALERTS,)), entry(2, categories=(TABS,)))
    for others in ("", "&app=firefox", "&type=extension"):
        for category in ("alerts-updates", "lol"):
            query = f"category={category}{others}"
            assert found_any_order(service, version, query) == [1, 2]


@pytest.mark.fact("catalog-238")
def test_addons_are_found_by_category(service, version):
    put(service, entry(1, categories=(ALERTS,)), entry(2, categories=(TABS,)))
    for category in ("alerts-updates", "Alerts-Updates", "72"):
        query = f"app=firefox&type=extension&category={category}"
        assert found(service, version, query) == [1]


@pytest.mark.fact("catalog-239")
def test_a_category_is_looked_up_for_every_type(service, version):
    put(
        service,
        entry(1, type=AddonType.PERSONA, categories=(PERSONA_HOLIDAY,)),
        entry(2, type=AddonType.STATICTHEME, categories=(THEME_HOLIDAY,)),
        entry(3, type=AddonType.STATICTHEME, categories=(THEME_NATURE,)),
    )
    query = "app=firefox&type=persona,statictheme&category=holiday"
    assert found_any_order(service, version, query) == [1, 2]


@pytest.mark.fact("catalog-240")
@pytest.mark.parametrize("category", ["lol", "666", ""])
def test_a_category_must_exist(unasked, version, category):
    query = f"app=firefox&type=extension&category={category}"
    assert refused(unasked, version, query) == NO_CATEGORY


@pytest.mark.fact("catalog-241")
def test_the_type_must_have_categories(unasked, version):
    query = "app=android&type=statictheme&category=nature"
    assert refused(unasked, version, query) == NO_TRIPLE


@pytest.mark.fact("catalog-242", "catalog-243")
def test_addons_are_found_by_all_tags(service, version):
    put(service, entry(1, tags=("x",)), entry(2, tags=("x", "y")), entry(3))
    assert found_any_order(service, version, "tag=x") == [1, 2]
    assert found(service, version, "tag=x,y") == [2]
    assert found(service, version, "tag=X") == []
    assert found(service, version, "tag=") == []


@in_v3_and_v4
def test_tags_that_mean_nothing_any_more_are_ignored(service, version):
    put(service, entry(1, tags=("x",)), entry(2))
    assert found(service, version, "tag=x,firefox57") == [1]


@pytest.mark.fact("catalog-244")
def test_addons_are_found_by_author(service, version):
    foo, bar, other = (
        builders.user(500 + n, name) for n, name in enumerate(("foo", "bar", "z"), 1)
    )
    by_foo, by_bar, by_other = (builders.author(each) for each in (foo, bar, other))
    put(
        service,
        entry(1, authors=(by_foo,)),
        entry(2, authors=(by_foo, by_bar)),
        entry(3, authors=(by_other,)),
    )
    for names in ("foo", "foo,bar", "501", "501,bar"):
        assert found_any_order(service, version, f"author={names}") == [1, 2]


@pytest.mark.fact("catalog-245")
def test_usernames_are_compared_with_their_case(service, version):
    names = ("my-fancy", "my-Fancy")
    users = [builders.user(500 + number, name) for number, name in enumerate(names, 1)]
    put(service, *(entry(n, authors=(builders.author(each),)) for n, each in enumerate(users, 1)))
    assert found(service, version, "author=my-fancy") == [1]
    assert found(service, version, "author=my-Fancy") == [2]
    assert found(service, version, "author=MY-FANCY") == []


@pytest.mark.fact("catalog-246")
def test_only_listed_authors_are_found_and_not_by_their_display_names(service, version):
    hidden = builders.author(builders.user(501, "hidden"), is_listed=False)
    shown = builders.author(builders.user(502, "shown", display_name="Shown"))
    put(service, entry(1, authors=(hidden, shown)))
    for name in ("hidden", "501", "Shown", "", ","):
        assert found(service, version, f"author={name}") == []


@pytest.mark.fact("catalog-251", "catalog-252")
def test_addons_can_be_left_out(service, version):
    put(service, *(entry(number, slug=f"slug{number}") for number in (1, 2, 3)))
    assert found(service, version, "exclude_addons=slug2,slug3") == [1]
    assert found(service, version, "exclude_addons=1,slug3") == [2]
    for nothing in ("", "unknown", "99", "SLUG2"):
        assert found_any_order(service, version, f"exclude_addons={nothing}") == [1, 2, 3]


def test_themes_are_found_by_their_colours(service, version):
    def theme(number: int, *colors: PreviewColor):
        picture = builders.preview(number, colors=colors)
        return entry(number, {"previews": (picture,)}, type=AddonType.STATICTHEME)

    red = PreviewColor(h=2, s=250, l=130, ratio=0.5)
    put(
        service,
        theme(1, red),
        theme(2, PreviewColor(h=170, s=250, l=130, ratio=0.9)),
        theme(3, PreviewColor(h=2, s=250, l=130, ratio=0.2)),
        theme(4, PreviewColor(h=0, s=0, l=3, ratio=0.4)),
        theme(5, PreviewColor(h=250, s=250, l=130, ratio=0.4)),
    )
    for value in ("ff0000", "%23FF0000", "f00"):
        assert found_any_order(service, version, f"color={value}") == [1, 5]
    for black in ("000000", "", "no-color"):
        assert found(service, version, f"color={black}") == [4]


@pytest.mark.fact("catalog-265")
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("type=lol&app=lol", 'Invalid "app" parameter.'),
        ("sort=WRONG&type=lol", NO_TYPE),
        ("type=lol&platform=lol", NO_PLATFORM),
        ("platform=lol&guid=rta:", "Invalid Return To AMO guid (not in base64url format?)"),
        ("app=lol&q=" + "x" * 101, "Maximum query length exceeded."),
        ("promoted=lol&featured=lol", 'Invalid "featured" parameter.'),
    ],
)
def test_the_first_wrong_parameter_is_named(unasked, version, query, message):
    assert refused(unasked, version, query) == message


def test_all_filters_must_match(service, version):
    put(service, entry(1, tags=("x",)), entry(2, tags=("x",), type=AddonType.DICTIONARY))
    assert found(service, version, "tag=x&type=extension&exclude_addons=2") == [1]
    assert found(service, version, "tag=x&type=extension&exclude_addons=1") == []


def test_of_a_repeated_parameter_the_last_counts(service, version):
    put(service, entry(1), entry(2, type=AddonType.DICTIONARY))
    assert found(service, version, "type=lol&type=dictionary") == [2]
