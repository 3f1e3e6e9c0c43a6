"""The command that brings message catalogues up to date."""

from __future__ import annotations

from pathlib import Path

import pytest
import update_messages

SOURCE = """
def _(message):
    return message

KEPT = _("Kept")
ADDED = _("Added")
"""
PO = """# German texts.
msgid ""
msgstr ""
"Language: de\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: elsewhere.py
msgid "Kept"
msgstr "Behalten"

#: elsewhere.py
msgid "Gone"
msgstr "Weg"
"""
UPDATED = """# German texts.
msgid ""
msgstr ""
"Language: de\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: shop/texts.py
msgid "Kept"
msgstr "Behalten"

#: shop/texts.py
msgid "Added"
msgstr "{added}"

"""
MAPPING = "[python: **.py]\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "babel.cfg").write_text(MAPPING, encoding="utf-8")
    folder = tmp_path / "shop"
    (folder / "locale").mkdir(parents=True)
    (folder / "texts.py").write_text(SOURCE, encoding="utf-8")
    (folder / "locale" / "de.po").write_text(PO, encoding="utf-8")
    return folder


def update(package: Path) -> tuple[int, str]:
    """What the command returns and leaves in the German file."""
    status = update_messages.main(package, package.parent / "babel.cfg")
    return status, (package / "locale" / "de.po").read_text(encoding="utf-8")


def test_new_texts_come_old_ones_go_and_translations_stay(package):
    _, text = update(package)
    assert text == UPDATED.replace("{added}", "")


def test_what_is_left_to_translate_is_said(package, capsys):
    status, _ = update(package)
    assert status == 1
    assert capsys.readouterr().out == "de.po: no translation of 'Added'\n"


def test_a_finished_catalogue_stays_as_it_is(package, capsys):
    finished = UPDATED.replace("{added}", "Neu")
    (package / "locale" / "de.po").write_text(finished, encoding="utf-8")
    assert update(package) == (0, finished)
    assert capsys.readouterr().out == ""


def test_the_template_has_every_text(package):
    update(package)
    template = (package / "locale" / "messages.pot").read_text(encoding="utf-8")
    assert template.split("\n\n")[:2] == [
        '#: shop/texts.py\nmsgid "Kept"\nmsgstr ""',
        '#: shop/texts.py\nmsgid "Added"\nmsgstr ""',
    ]
