"""Cleaning of HTML fields that were written to do harm, and of anything that chance makes."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.text.cleaning import (
    AFTER_BLOCK,
    LINK_TAGS,
    PLAIN,
    RICH_TAGS,
    WRAPPING,
    Reader,
    assert_safe,
)

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
