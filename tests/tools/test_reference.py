"""The pages of the documentation that are made from the code."""

from __future__ import annotations

from pathlib import Path

import pytest
import reference

from amo_pyramid import main


@pytest.fixture(scope="module")
def settings() -> str:
    return reference.settings_page()


def test_every_setting_has_a_line(settings):
    declared = [setting.key for setting in main({}, **reference.UNOPENED).registry["amo.settings"]]
    assert len(declared) > 40
    assert [key for key in declared if settings.count(f"| `{key}` |") != 1] == []


def test_a_line_tells_the_default_and_the_meaning(settings):
    lines = settings.splitlines()
    assert "| `amo.api.versions` | `v3 v4 v5` | API versions that are served. |" in lines
    assert any(line.startswith("| `amo.site_url` | empty | ") for line in lines)
    # The ini shows an address of PostgreSQL, which is not the default.
    assert any(
        line.startswith("| `amo.catalogue.url` | `sqlite:///var/amo.db` | ") for line in lines
    )


def test_settings_stand_in_the_areas_of_the_ini(settings):
    site, _, rest = settings.partition("## API")
    assert "## Site" in site
    assert "amo.site_url" in site
    assert "amo.site_url" not in rest


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [("#amo.read_only = false\n", "", "amo.read_only"), ("", "#amo.gone = 1\n", "amo.gone")],
)
def test_a_page_that_lacks_a_setting_is_not_made(tmp_path: Path, old, new, named):
    text = reference.INI.read_text(encoding="utf-8")
    assert old in text
    changed = tmp_path / "production.ini"
    heading = "# -- Site -----\n"
    changed.write_text(heading + new + text.replace(old, ""), encoding="utf-8")
    with pytest.raises(ValueError, match=named):
        reference.settings_page(changed)


def test_every_directive_of_the_service_is_documented():
    page = reference.directives_page()
    for name in ("add_amo_setting", "add_amo_service", "add_amo_backend", "add_gate"):
        assert page.count(f".{name}\n") == 1
    assert "pyramid_tm" not in page
