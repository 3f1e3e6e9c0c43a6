"""Texts that may hold HTML (catalog.md §1.8)."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from amo_pyramid.constants.addon_types import AddonType
from amo_pyramid.domain.addon import Persona
from amo_pyramid.testing import builders
from amo_pyramid.testing.app import Service
from tests.views.helpers import detail, put_addon
from tests.views.link_helpers import wrapped
from tests.views.version_helpers import get_version

#: Nothing of a description depends on these.
QUERIES = ("", "wrap_outgoing_links=1", "lang=en-US", "lang=en-US&wrap_outgoing_links=1")


class Links(HTMLParser):
    """The attributes and texts of the links in a text; attributes may stand in any order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str | None], str]] = []
        self.is_inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_inside = tag == "a"
        if self.is_inside:
            self.found.append((dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.is_inside:
            attributes, text = self.found.pop()
            self.found.append((attributes, text + data))

    def handle_endtag(self, tag: str) -> None:
        self.is_inside = self.is_inside and tag != "a"


def links(html: str) -> list[tuple[dict[str, str | None], str]]:
    return Links(html).found


def english(value: Any) -> str:
    """The English text of a field, in whichever form it comes."""
    return value if isinstance(value, str) else value["en-US"]


def cleaned(
    service: Service, version: str, field: str, text: str, query: str = "", **fields: Any
) -> str:
    """What an add-on's field shows of a text."""
    put_addon(service, **{field: {"en-US": text}}, **fields)
    return english(detail(service, version, 1, query)[field])


@pytest.mark.fact("catalog-165")
def test_a_bare_address_becomes_a_wrapped_link_that_nobody_follows(service, version):
    put_addon(service, description={"en-US": "see http://e.test/"})
    for query in QUERIES:
        shown = english(detail(service, version, 1, query)["description"])
        expected = {"href": wrapped("http://e.test/"), "rel": "nofollow"}
        assert links(shown) == [(expected, "http://e.test/")]
        assert shown.startswith("see <a ")
        assert shown.endswith(">http://e.test/</a>")


def test_a_bare_domain_becomes_a_link_and_a_mail_address_does_not(service, version):
    shown = cleaned(service, version, "description", "e.example.com or me@e.example.com")
    expected = {"href": wrapped("http://e.example.com"), "rel": "nofollow"}
    assert links(shown) == [(expected, "e.example.com")]


@pytest.mark.fact("catalog-166")
def test_a_link_to_an_exempt_host_is_only_marked(service, version):
    url = "http://addons.mozilla.org/x"
    shown = cleaned(service, version, "description", f'<a href="{url}">y</a>')
    assert links(shown) == [({"href": url, "rel": "nofollow"}, "y")]


# Search has the same fact and does not exist yet, so the fact has no mark.
def test_a_tag_that_is_not_allowed_becomes_text(service, version):
    shown = cleaned(service, version, "description", "<script>x</script>")
    assert shown == "&lt;script&gt;x&lt;/script&gt;"


@pytest.mark.fact("catalog-168")
def test_simple_formatting_is_kept(service, version):
    text = "<b>a</b> <code>c</code>"
    assert cleaned(service, version, "description", text) == text


@pytest.mark.fact("catalog-169")
def test_a_summary_has_no_formatting(service, version):
    assert cleaned(service, version, "summary", "<b>a</b>") == "&lt;b&gt;a&lt;/b&gt;"


@pytest.mark.fact("catalog-170")
def test_a_summary_may_have_links(service, version):
    shown = cleaned(service, version, "summary", '<a href="http://e.test">t</a>')
    assert links(shown) == [({"href": wrapped("http://e.test"), "rel": "nofollow"}, "t")]


@pytest.mark.fact("catalog-171")
def test_nothing_in_a_link_can_run(service, version):
    shown = cleaned(service, version, "description", '<a href="javascript:x" onclick="y">t</a>')
    assert "javascript:" not in shown
    assert "onclick" not in shown
    assert links(shown) == [({"rel": "nofollow"}, "t")]


@pytest.mark.fact("catalog-172")
@pytest.mark.parametrize("text", ["  a <b>b</b> \n", "\n\n a <b>b</b>", " a <b>b</b> "])
def test_a_text_is_trimmed(service, version, text):
    assert cleaned(service, version, "description", text) == "a <b>b</b>"


@pytest.mark.fact("catalog-173")
def test_lists_do_not_begin_or_end_with_empty_lines(service, version):
    shown = cleaned(service, version, "description", "<ul>\n<li>a</li>\n</ul>\nb")
    assert shown == "<ul><li>a</li></ul>b"


@pytest.mark.fact("catalog-174")
def test_a_line_break_stays_what_it_is(service, version):
    assert cleaned(service, version, "description", "a\nb") == "a\nb"


@pytest.mark.parametrize("field", ["description", "developer_comments"])
def test_every_rich_field_of_an_addon_is_cleaned_in_every_language(service, version, field):
    put_addon(service, **{field: {"en-US": "<script>x</script>", "fr": "<i>x</i><br>"}})
    assert detail(service, version)[field] == {
        "en-US": "&lt;script&gt;x&lt;/script&gt;",
        "fr": "<i>x</i>&lt;br&gt;",
    }


def test_policies_are_cleaned(service, version):
    put_addon(service, eula={"en-US": "<p>a</p>"}, privacy_policy={"en-US": "<b>b</b>"})
    assert service.get("/addons/addon/1/eula_policy/", version=version).json == {
        "eula": {"en-US": "&lt;p&gt;a&lt;/p&gt;"},
        "privacy_policy": {"en-US": "<b>b</b>"},
    }


def test_release_notes_may_be_formatted_and_license_texts_may_not(service, version):
    license_ = builders.license(text={"en-US": "<b>a</b>"}, name={"en-US": "<b>"})
    notes = {"en-US": "<b>a</b><br>"}
    put_addon(service, builders.version(license=license_, release_notes=notes))
    shown = get_version(service, version).json
    assert shown["release_notes"] == {"en-US": "<b>a</b>&lt;br&gt;"}
    assert shown["license"]["text"] == {"en-US": "&lt;b&gt;a&lt;/b&gt;"}
    assert shown["license"]["name"] == {"en-US": "<b>"}


def test_the_description_of_a_lightweight_theme_is_cleaned_in_its_data(service, version):
    put_addon(
        service,
        type=AddonType.PERSONA,
        persona=Persona(),
        description={"en-US": "<script>x</script>"},
    )
    shown = detail(service, version)["theme_data"]["description"]
    assert shown == "&lt;script&gt;x&lt;/script&gt;"
