"""Cleaning of HTML fields (catalog.md §1.8)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.text.cleaning import AFTER_BLOCK, OUTGOING, PLAIN, RICH_TAGS, WRAPPING, assert_safe

RESPONSES = Path(__file__).resolve().parents[3] / "shared" / "data" / "amo"


def test_a_bare_url_becomes_a_wrapped_link() -> None:
    href = OUTGOING.wrap("http://e.test/")
    assert WRAPPING.rich("see http://e.test/") == (
        f'see <a href="{href}" rel="nofollow">http://e.test/</a>'
    )


def test_a_bare_domain_name_leads_to_http() -> None:
    assert PLAIN.links_only("(at www.example.com).") == (
        '(at <a href="http://www.example.com" rel="nofollow">www.example.com</a>).'
    )


def test_several_addresses_in_several_words_all_become_links() -> None:
    html = PLAIN.rich("a.com,b.com c.com\n\thttps://d.test/x?y=1&z=2 e.g. v1.2.3 end.")
    reader = assert_safe(html, RICH_TAGS)
    assert [attributes["href"] for _, attributes in reader.tags] == [
        "http://a.com",
        "http://b.com",
        "http://c.com",
        "https://d.test/x?y=1&z=2",
    ]
    assert reader.text == "a.com,b.com c.com\n\thttps://d.test/x?y=1&z=2 e.g. v1.2.3 end."


@pytest.mark.parametrize(
    "text",
    [
        "me@example.com",
        "foo.me@example.com",
        "mailto:me@example.com",
        "ftp://example.com/",
        "//example.com/",
        "readme.txt",
        "e.g. this. And:that",
        "a://b",
    ],
)
def test_what_is_no_web_address_stays_text(text: str) -> None:
    assert PLAIN.rich(text) == text


def test_an_address_inside_a_link_is_not_linked_again() -> None:
    html = '<a href="http://e.test" rel="nofollow"><b>http://e.test</b> www.e.com</a>'
    assert PLAIN.rich(html) == html


def test_a_typed_link_to_an_exempt_host_stays_and_is_not_followed() -> None:
    assert WRAPPING.rich('<a href="http://addons.mozilla.org/x">y</a>') == (
        '<a href="http://addons.mozilla.org/x" rel="nofollow">y</a>'
    )


def test_a_typed_link_in_a_summary_is_wrapped() -> None:
    assert WRAPPING.links_only('<a href="http://e.test">t</a>') == (
        f'<a href="{OUTGOING.wrap("http://e.test")}" rel="nofollow">t</a>'
    )


def test_a_mail_link_leads_nowhere_when_links_are_wrapped() -> None:
    html = '<a href="mailto:me@e.test">t</a>'
    assert WRAPPING.rich(html) == '<a href="/" rel="nofollow">t</a>'
    assert PLAIN.rich(html) == '<a href="mailto:me@e.test" rel="nofollow">t</a>'


@pytest.mark.parametrize(
    ("written", "result"),
    [
        ("", "nofollow"),
        ("rel", "nofollow"),
        ("rel=nofollow", "nofollow"),
        ("rel='NoFollow nofollow me'", "me nofollow"),
        ("rel='me' REL='next'", "me nofollow"),
        ("rel=me/", "me/ nofollow"),
    ],
)
def test_nofollow_is_added_once_to_what_rel_says(written: str, result: str) -> None:
    html = PLAIN.rich(f'<a href="http://e.test" {written}>t</a>')
    assert html == f'<a href="http://e.test" rel="{result}">t</a>'


def test_a_disallowed_tag_is_shown() -> None:
    html = "&lt;script&gt;x&lt;/script&gt;"
    assert PLAIN.rich("<script>x</script>") == html
    assert PLAIN.links_only("<script>x</script>") == html


def test_simple_formatting_is_kept_in_rich_texts_and_shown_in_others() -> None:
    assert PLAIN.rich("<b>a</b> <code>c</code>") == "<b>a</b> <code>c</code>"
    assert PLAIN.links_only("<b>a</b>") == "&lt;b&gt;a&lt;/b&gt;"


def test_every_allowed_tag_and_attribute_is_kept() -> None:
    html = (
        '<a href="http://e.test" title="t" rel="nofollow">a</a> <abbr title="t">b</abbr> '
        '<acronym title="t">c</acronym> <blockquote>d</blockquote> <em>e</em> <i>f</i> '
        "<strong>g</strong> <ol><li>h</li></ol>"
    )
    assert PLAIN.rich(html) == html


def test_stray_special_characters_are_escaped() -> None:
    assert PLAIN.rich("1 < 2 & 3 > 2 <3 <") == "1 &lt; 2 &amp; 3 &gt; 2 &lt;3 &lt;"


def test_entities_are_not_escaped_twice() -> None:
    assert PLAIN.rich("&amp; &lt;b&gt; &#60; &eacute;&nbsp;.") == "&amp; &lt;b&gt; &lt; é\xa0."
    assert PLAIN.rich("&amp;amp; &copy=1 &unknown; &;") == (
        "&amp;amp; &amp;copy=1 &amp;unknown; &amp;;"
    )


def test_an_entity_in_a_bare_url_is_part_of_it() -> None:
    html = PLAIN.rich("http://e.test/?a=1&amp;b=2")
    assert html == (
        '<a href="http://e.test/?a=1&amp;b=2" rel="nofollow">http://e.test/?a=1&amp;b=2</a>'
    )


def test_disallowed_attributes_and_schemes_are_dropped() -> None:
    assert PLAIN.rich('<a href="javascript:x" onclick="y">t</a>') == '<a rel="nofollow">t</a>'
    assert PLAIN.rich('<b class="x" onclick="a > b">t</b>') == "<b>t</b>"


def test_newlines_around_the_parts_of_a_list_are_removed() -> None:
    assert PLAIN.rich("<ul>\n<li>a</li>\n</ul>\nb") == "<ul><li>a</li></ul>b"
    assert PLAIN.rich("a\n<ol>\n\n<li>\nb\n</li>\n\n<li>c\nd</li>\n\n\n</ol>\n\ne") == (
        "a\n<ol><li>b</li><li>c\nd</li></ol>\ne"
    )
    assert PLAIN.rich("<blockquote>\n\na\n\nb\n</blockquote>\n\n\nc") == (
        "<blockquote>a\n\nb</blockquote>\n\nc"
    )


def test_other_newlines_are_kept() -> None:
    assert PLAIN.rich("a\nb\r\n\r\n<b>\nc\r</b>\nd") == "a\nb\n\n<b>\nc\n</b>\nd"


def test_the_whole_text_is_trimmed() -> None:
    assert PLAIN.rich(" \n a b \r\n\t") == "a b"
    assert PLAIN.rich("\n<ul><li>x</li></ul>\n ") == "<ul><li>x</li></ul>"
    assert PLAIN.rich("") == ""


def test_unclosed_tags_are_closed_and_attribute_values_quoted() -> None:
    assert PLAIN.rich("<b>x <I>y") == "<b>x <i>y</i></b>"
    assert PLAIN.rich("<abbr title=t>x") == '<abbr title="t">x</abbr>'


def test_list_items_without_an_end_are_beside_each_other() -> None:
    assert PLAIN.rich("<ul><li>a<li>b<ol><li>c</ol><li>d</ul>") == (
        "<ul><li>a</li><li>b<ol><li>c</li></ol></li><li>d</li></ul>"
    )


def test_a_link_in_a_link_ends_the_outer_one() -> None:
    assert PLAIN.rich('<a href="http://a.test">a<b><a href="http://b.test">b</a>c') == (
        '<a href="http://a.test" rel="nofollow">a<b></b></a>'
        '<a href="http://b.test" rel="nofollow">b</a>c'
    )


def test_an_end_without_a_start_is_dropped_and_the_text_around_it_is_one() -> None:
    assert PLAIN.rich("</b>example</i>.com &am</b>p;") == (
        '<a href="http://example.com" rel="nofollow">example.com</a> &amp;'
    )


def test_comments_are_removed() -> None:
    assert PLAIN.rich("a<!-- <b>x</b> -->b<!---->c") == "abc"


FIELDS = {"description", "developer_comments", "release_notes", "summary"}


def cleaned_by_amo() -> list[tuple[str, str]]:
    return [
        (field, text)
        for path in sorted(RESPONSES.glob("*-v4-*.json*")) + sorted(RESPONSES.glob("search-*"))
        for field, text in texts_in(read(path))
    ]


def read(path: Path) -> Any:
    data = path.read_bytes()
    return json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)


def texts_in(node: Any, field: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from texts_in(value, key if key in FIELDS else field)
    elif isinstance(node, list):
        for value in node:
            yield from texts_in(value)
    elif isinstance(node, str) and field:
        yield field, node


@pytest.mark.skipif(not RESPONSES.is_dir(), reason="the collected AMO responses are not here")
def test_what_amo_cleaned_is_already_clean() -> None:
    texts = cleaned_by_amo()
    assert texts
    for field, text in texts:
        clean = PLAIN.links_only if field == "summary" else PLAIN.rich
        assert clean(text) == AFTER_BLOCK.sub(lambda match: match[0].rstrip("\n"), text)
