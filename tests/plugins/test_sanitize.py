"""The plugin that cleans HTML, alone."""

from __future__ import annotations

from typing import Any

from amo_pyramid.values import Html, Markup
from tests.plugins.alone import shown


def look(text: str, markup: Markup) -> Any:
    return shown("sanitize", Html(text, markup))


def test_a_rich_text_keeps_simple_formatting():
    text = "<b>a</b><script>b</script>"
    assert look(text, Markup.RICH) == "<b>a</b>&lt;script&gt;b&lt;/script&gt;"


def test_a_text_for_links_keeps_nothing_else():
    assert look("<b>a</b>", Markup.LINKS) == "&lt;b&gt;a&lt;/b&gt;"


def test_without_the_plugin_for_outgoing_links_they_are_not_wrapped():
    shown_link = look('<a href="http://e.test/">a</a>', Markup.LINKS)
    assert 'href="http://e.test/"' in shown_link
    assert 'rel="nofollow"' in shown_link
