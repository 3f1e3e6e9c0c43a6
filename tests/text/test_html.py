"""Cleaning of HTML fields (catalog.md §1.8)."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from amo_pyramid.text.html import Cleaner
from amo_pyramid.text.outgoing import Outgoing

OUTGOING = Outgoing("https://out.test/v1/", "secret", frozenset({"addons.mozilla.org"}))
WRAPPING = Cleaner(OUTGOING)
PLAIN = Cleaner(Outgoing("", "secret", frozenset()))

RICH_TAGS: dict[str, set[str]] = {
    "a": {"href", "title", "rel"},
    "abbr": {"title"},
    "acronym": {"title"},
    **{name: set() for name in ("b", "blockquote", "code", "em", "i", "li", "ol", "strong", "ul")},
}
LINK_TAGS = {"a": {"href", "title", "rel"}}
AFTER_BLOCK = re.compile(r"</(?:ul|ol|li|blockquote)>\n")
RESPONSES = Path(__file__).resolve().parents[3] / "shared" / "data" / "amo"


class Reader(HTMLParser):
    """What another parser sees: start tags, what is open at the end, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.strange: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), "an attribute is given twice"
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "elements overlap"

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.strange.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_safe(html: str, allowed: dict[str, set[str]]) -> Reader:
    reader = Reader(html)
    assert reader.open == []
    assert reader.strange == []
    for tag, attributes in reader.tags:
        assert attributes.keys() <= allowed[tag], (tag, attributes)
        if tag == "a":
            assert (attributes["rel"] or "").split().count("nofollow") == 1
        href = (attributes.get("href") or "").strip().lower()
        assert ":" not in href or re.match(r"https?:|mailto:|[^:]*[/?#]", href), href
        assert "script:" not in href
    # What the reader did not take for a tag has no "<" at all.
    assert html.count("<") == 2 * len(reader.tags)
    return reader


# What the contract promises


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


# Hostile input

HOSTILE = [
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<b>script>x</script>",
    "<<</b>b>x",
    "<!-- unclosed <b>x</b>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--!><svg onload=alert(1)>",
    "<![CDATA[<b>x</b>]]><script>1</script>",
    "<!DOCTYPE html><?php x ?><?xml?>",
    "<svg><style><a title='</style><img src=x onerror=alert(1)>'></a></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>x</script></template><textarea><b></textarea><xmp><b></xmp>",
    "<title><b></title><plaintext><b>",
    '<a title="</a><script>x</script>">y</a>',
    "<a title='\"><script>x</script>'>y</a>",
    '<a href="http://e.test/"onclick="x">y</a>',
    '<a/href="http://e.test/"/onclick=x>y</a>',
    "<a href=`javascript:x`>y</a>",
    '<a href="x" "onclick=x>y</a>',
    '<a href="http://e.test/',
    '<a href="http://e.test/><b>x</b>',
    "<a href=\"jav\tascript:alert(1)\">x</a><a href=' &#14; javascript:x'>x</a>",
    '<a href="&#106;avascript:x">x</a><a href="&#x6A&#x61vascript&colon;x">x</a>',
    '<a href="JaVaScRiPt:x">x</a><a href="vbscript:x">x</a><a href="data:text/html,x">x</a>',
    '<a href="javascript&#10;:x">x</a><a href="\x01javascript:x">x</a>',
    "<a href='\u3000javascript:x'>x</a><a href='\xa0javascript:x'>x</a>",
    "<a href='&#x3000;javascript:x'>x</a><a href='java&#1;script:x'>x</a>",
    "<a href='&#xFEFF;javascript:x'>x</a><a href='java&#13;script:x'>x</a>",
    "<a title='&#13;&#1;&#13;&#10;x' href='http://e.test/&#13;x'>x</a>&#13;y&#13;&#10;&#12;z",
    '<a href="//e.test">x</a><a href="/x:y">x</a><a href="http://[">x</a>',
    'http://e.test/"onmouseover="alert(1) http://e.test/\'><script>x</script>',
    "http://e.test/<script>alert(1)</script>",
    "http://e.test/&quot;&gt;&lt;script&gt;",
    "javascript:alert(1)//http://e.com",
    "&lt;script&gt;&#60;script&#62;&LT;b&GT;",
    "<b\x00>x</b\x00><\x00b>y<a hr\x00ef=javas\x00cript:x>z",
    "\x00\x08\x0b\x1b\x7f\ufeff<b>\ud800</b>\ufffe",
    "<\u017ftrong>x</\u017ftrong><bloc\u212aquote>y",
    "<b/><b / ><b/onclick=x></b/></b x=y>",
    "</",
    "<a",
    "<a ",
    "<a href",
    "<a href=",
    "<li><ul><li></blockquote><a></li></ul></a>",
    "<b><ul><i></b></ul></i>",
    "&" * 10 + ";&#;&#x;&#99999999;&#xD800;&#0;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markup_is_harmless_and_cleaned_for_good(text: str) -> None:
    assert_safe(WRAPPING.rich(text), RICH_TAGS)
    assert_safe(WRAPPING.links_only(text), LINK_TAGS)
    once = PLAIN.rich(text)
    assert_safe(once, RICH_TAGS)
    assert PLAIN.rich(once) == once


def test_no_script_survives_in_a_link() -> None:
    for text in HOSTILE:
        for _, attributes in Reader(PLAIN.rich(text)).tags:
            assert not re.match(r"\W*(java|vb)\s*script|\W*data", attributes.get("href") or "")


def test_nested_fragments_do_not_join_to_a_tag() -> None:
    assert PLAIN.rich("<scr<script>ipt>") == "&lt;scr&lt;script&gt;ipt&gt;"
    assert PLAIN.rich("<scr<!-- -->ipt>") == "&lt;script&gt;"
    assert PLAIN.rich("<</b>b>") == "&lt;b&gt;"


def test_a_tag_that_never_ends_is_text() -> None:
    assert PLAIN.rich('<a href="x" <b>y</b>') == '&lt;a href="x" <b>y</b>'
    assert PLAIN.rich("<!-- <b>y</b>") == "&lt;!-- &lt;b&gt;y&lt;/b&gt;"


def test_invisible_characters_are_removed() -> None:
    assert PLAIN.rich("a\x00b\x1f\ud800\ufeffc") == "abc"
    assert PLAIN.rich("a&#0;&#1;&#xFEFF;b&#13;c") == "a\ufffdb\nc"


def test_tags_beyond_any_sensible_depth_are_text() -> None:
    html = PLAIN.rich("<b>" * 10_000 + "x" + "</b>" * 10_000)
    assert_safe(html, RICH_TAGS)
    assert html.startswith("<b><b>")
    assert "&lt;b&gt;x</b>" in html
    assert PLAIN.rich(html) == html


PIECES = [
    "<b>", "<ul>", "<li>", "<a>", "<a x='", '<a x="', "<a <a ", "<b><i></b></i>", "<", "</b>",
    "<!--", "--><!--", "<a href=http://e.test/>", "<li><a title=x>x", "<a" + " x", "&", "&amp;",
    "&#", "\n", "</li>\n\n", "<ul>\n\n", "\r", "\x00", " ", "a.com,", "a.com ", "http://",
    "http://e.test/(", "http://e.test/ ", "me@e.com,", "a.", "-a.com", "://", "(", "\u3000a.com",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("start", ["", "<ul><li><a href='"])
def test_a_large_text_is_cleaned_in_the_end(piece: str, start: str) -> None:
    text = start + piece * (200_000 // len(piece))
    assert_safe(WRAPPING.rich(text), RICH_TAGS)


# Properties

fragments = st.sampled_from(
    [
        *HOSTILE,
        *(f"<{name}>" for name in RICH_TAGS),
        *(f"</{name}>" for name in RICH_TAGS),
        *('<a href="http://e.test">', "<a href='x' title=\"<b>&amp;\">", "<a rel=me ", ">", "/>"),
        *("<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "<p title='", "<br/>"),
        *("http://e.test/x", "www.a.com", "a.com.", "me@b.com", ".", ":", "://", "-", "(", ")"),
        *(
            "&amp;",
            "&lt;",
            "&",
            "&#60;",
            "&#13;",
            "&#1;",
            "<a href=",
            "javascript:x",
            "&nbsp;",
            ";",
            '"',
            "'",
            "=",
            " ",
            "\n",
            "\r\n",
            "\t",
        ),
        *("\x00", "\xa0", "\u200b", "\u2028", "\ufeff", "é", "example", ".com", "<", ">", "x"),
    ]
)
messy = st.lists(fragments | st.text(max_size=5), max_size=12).map("".join)


@given(messy)
@example("a.com.http://b.com")
def test_no_other_parser_finds_anything_disallowed(text: str) -> None:
    for cleaner in (WRAPPING, PLAIN):
        assert_safe(cleaner.rich(text), RICH_TAGS)
        assert_safe(cleaner.links_only(text), LINK_TAGS)


@given(messy)
@example("a.com.http://b.com")
@example("a.com.http://b.com,me@c.com.http://d.com")
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    for clean in (PLAIN.rich, PLAIN.links_only):
        once = clean(text)
        # Each cleaning takes one newline after a block, so two of them are not stable.
        assume(not AFTER_BLOCK.search(once))
        assert clean(once) == once


@given(messy)
def test_links_are_wrapped_only_once(text: str) -> None:
    once = WRAPPING.links_only(text)
    assert WRAPPING.links_only(once) == once


@given(st.text(alphabet=st.characters(exclude_characters="<&\r", exclude_categories=["Cc", "Cs"])))
def test_no_visible_text_is_lost(text: str) -> None:
    assert Reader(PLAIN.rich(text)).text == text.replace("\ufeff", "").strip()


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_a_disallowed_tag_is_shown_as_written(text: str) -> None:
    written = f"<script>{text}</script>"
    assume(not re.search(r"[<&\r\x00-\x08\x0b-\x1f\x7f]", text))
    assert Reader(PLAIN.rich(written)).text == written


# Texts that AMO cleaned

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
