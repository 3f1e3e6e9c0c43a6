"""The message catalogues hold what the code says, all of it, in every language."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import colander
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import amo_pyramid
from amo_pyramid.constants.categories import CATEGORIES
from amo_pyramid.constants.licenses import CONSTANT_NAMES
from amo_pyramid.constants.locales import LOCALES
from amo_pyramid.plugins.localisation import Messages

PACKAGE = Path(amo_pyramid.__file__).parent
LOCALE = PACKAGE / "locale"
LANGUAGES = sorted(path.stem for path in LOCALE.glob("*.po"))
#: How many forms a noun has beside a number.
PLURALS = {"ar": 6, "de": 2, "es": 2, "fr": 2, "ja": 1}
PLACEHOLDER = re.compile(r"\{[^}]*\}")
#: Those of colander.
MAPPED = re.compile(r"\$\{[^}]*\}")
#: What takes a text to be translated, and which of its arguments that is.
TRANSLATING = {
    "tr": 0,
    "AuthenticationFailed": 0,
    "Filled": 0,
    "Forbidden": 0,
    "OneOf": 1,
    "Parsed": 1,
}


def read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream)


def texts(catalogue: Catalog) -> dict[str, str]:
    return {message.id: message.string for message in catalogue if message.id}


@pytest.fixture(scope="module")
def template() -> set[str]:
    return set(texts(read(LOCALE / "messages.pot")))


def marked() -> set[str]:
    """Every text in the mark of translated texts."""
    with (PACKAGE.parent / "babel.cfg").open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)
    return {found[2] for found in extract_from_dir(PACKAGE, methods, options)}


def test_the_template_has_exactly_the_marked_texts(template):
    assert template == marked()


def test_names_of_categories_and_licenses_are_marked(template):
    assert {category.name for category in CATEGORIES.values()} <= template
    assert {license_.name for license_ in CONSTANT_NAMES.values()} <= template


def handed_over() -> Iterator[tuple[str, str]]:
    """Where a text is handed to what translates it, and the text, as far as it is written there
    or in a constant."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            place = TRANSLATING.get(name, len(call.args))
            if place < len(call.args):
                text = text_of(call.args[place], path)
                if text is not None:
                    yield f"{path.relative_to(PACKAGE)}:{call.lineno}", text


def text_of(argument: ast.expr, path: Path) -> str | None:
    if isinstance(argument, ast.Constant):
        return str(argument.value)
    if not isinstance(argument, ast.Name) or not argument.id.isupper():
        return None
    module = ".".join((PACKAGE.name, *path.relative_to(PACKAGE).with_suffix("").parts))
    return str(getattr(importlib.import_module(module), argument.id))


def test_every_text_that_is_translated_is_marked(template):
    found = dict(handed_over())
    assert len(found) > 10
    assert {place: text for place, text in found.items() if text not in template} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_text_and_no_other(template, language):
    catalogue = read(LOCALE / f"{language}.po")
    assert set(texts(catalogue)) == template
    assert [text for text, translation in texts(catalogue).items() if not translation] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert not catalogue.obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_placeholders_of_its_text(language):
    for text, translation in texts(read(LOCALE / f"{language}.po")).items():
        assert sorted(PLACEHOLDER.findall(translation)) == sorted(PLACEHOLDER.findall(text))


#: What colander says of values that it writes, or of Python's names: no client causes it.
NOT_OF_INPUT = {
    "${val} cannot be serialized: ${err}",
    '"${val}" has no __name__',
    '"${val}" is not a date object',
    '"${val}" is not a datetime object',
    '"${val}" is not a time object',
    '"${val}" is not a string',
    'relative name "${val}" irresolveable without package',
    'The dotted name "${name}" cannot be imported',
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_colander_says_of_input_is_translated_too(language):
    said = set(texts(read(Path(colander.__file__).parent / "locale" / "colander.pot")))
    assert said > NOT_OF_INPUT
    translated = texts(read(LOCALE / "colander" / f"{language}.po"))
    assert set(translated) == said - NOT_OF_INPUT
    for text, translation in translated.items():
        assert translation
        assert sorted(MAPPED.findall(translation)) == sorted(MAPPED.findall(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_how_it_counts(language):
    catalogue = read(LOCALE / f"{language}.po")
    assert str(catalogue.locale) == language
    assert f"nplurals={PLURALS[language]};" in dict(catalogue.mime_headers)["Plural-Forms"]


def test_every_language_is_one_of_the_site():
    assert {"ar", "de", "es", "fr", "ja"} == set(LANGUAGES) <= set(LOCALES)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "غير موجود."),
        ("de", "Nicht gefunden."),
        ("es", "No encontrado."),
        ("fr", "Introuvable."),
        ("ja", "見つかりませんでした。"),
    ],
)
def test_an_error_is_told_in_the_readers_language(language, text):
    assert Messages([LOCALE], LOCALES)("Not found.", language) == text
