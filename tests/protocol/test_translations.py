"""Messages of plugins, in catalogues of their own."""

from __future__ import annotations

import pytest
from pyramid.exceptions import ConfigurationConflictError

PLUGIN = """
import colander
from translationstring import TranslationStringFactory

from amo_pyramid.domain.errors import Invalid
from amo_pyramid.services import AmoService

_ = TranslationStringFactory("{domain}")
refusing = AmoService("{domain}", "/{domain}/", error_style="detail")
query = colander.SchemaNode(
    colander.Mapping(),
    colander.SchemaNode(
        colander.Integer(), name="size", missing=1,
        validator=colander.Range(max=5, max_err=_("At most ${{max}}.")),
    ),
    name="querystring",
)


@refusing.get(schema=colander.SchemaNode(colander.Mapping(), query))
def refuse(request):
    raise Invalid(_("Not found."))


def includeme(config):
    config.add_amo_translations("{domain}:locale")
    config.add_amo_service(refusing)
"""
PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8"

msgid "Not found."
msgstr "{text}"

msgid "At most ${{max}}."
msgstr "Höchstens ${{max}}."
"""


@pytest.fixture
def write_translated(place):
    def write_translated(domain, text):
        folder = place / domain / "locale"
        folder.mkdir(parents=True)
        (folder.parent / "__init__.py").write_text(PLUGIN.format(domain=domain))
        (folder / "de.po").write_text(PO.format(text=text), encoding="utf-8")
        return domain

    return write_translated


def detail(service, path, language):
    return service.get(path, headers={"Accept-Language": language}).json["detail"]


def test_plugins_translate_the_same_words_each_in_its_own_way(serve, write_translated, word):
    first, second = (write_translated(f"{word}{n}", f"Weg {n}") for n in (1, 2))
    service = serve(first, second)
    assert detail(service, f"/{first}/", "de") == "Weg 1"
    assert detail(service, f"/{second}/", "de") == "Weg 2"
    assert detail(service, f"/{first}/", "fr") == "Not found."
    assert detail(service, "/addons/addon/4711/", "de") == "Nicht gefunden."


def test_placeholders_are_filled_in(serve, write_translated, word):
    service = serve(write_translated(word, "Weg"))
    assert detail(service, f"/{word}/?size=9", "de") == "Höchstens 5."
    assert detail(service, f"/{word}/?size=9", "en-US") == "At most 5."
    assert detail(service, f"/{word}/?size=9", "fr") == "At most 5."


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "«x» ليس عددًا"),
        ("de", "„x“ ist keine Zahl"),
        ("en-US", '"x" is not a number'),
        ("es", "«x» no es un número"),
        ("fr", "« x » n’est pas un nombre"),
        ("ja", "「x」は数値ではありません"),
    ],
)
def test_what_colander_says_of_a_plugin_s_parameters_is_translated(
    serve, write_translated, word, language, text
):
    service = serve(write_translated(word, "Weg"))
    assert detail(service, f"/{word}/?size=x", language) == text


def test_two_catalogues_for_one_domain_stop_the_start(serve, write_translated, write_plugin, word):
    domain = write_translated(word, "Weg")
    rival = write_plugin(f'config.add_amo_translations("{domain}:locale", "{domain}")')
    with pytest.raises(ConfigurationConflictError) as caught:
        serve(domain, rival)
    assert f"{rival}.py" in str(caught.value)
