"""The check of fields finds what clients would stumble over."""

from __future__ import annotations

import pytest

from tests.clients import fields as f

GOOD = {"files": [{"url": "https://addons.example/x"}], "license": None, "size": 1}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("files[].url", f.own_url),
        ("files", f.array),
        ("license", f.nullable(f.object_)),
        ("size", f.integer),
    ],
)
def test_good_fields_pass(path, kind):
    f.check([GOOD], {path: kind})


@pytest.mark.parametrize(
    ("path", "kind", "message"),
    [
        ("name", f.text, "there is no name"),
        ("files[].hash", f.text, "there is no hash"),
        ("license", f.object_, "license is None and not object_"),
        ("license.name", f.text, "None is no object"),
        ("license?.name", f.text, "no value for license"),
        ("size[].x", f.text, "size is no array"),
        ("size", f.flag, "size is 1 and not flag"),
        ("size", f.one_of("a", "b"), "not one of a, b"),
    ],
)
def test_a_field_that_is_missing_or_of_another_kind_is_named(path, kind, message):
    with pytest.raises(AssertionError, match=message):
        f.check([GOOD], {path: kind})


def test_relative_addresses_are_found_at_any_depth():
    with pytest.raises(AssertionError, match="not absolute"):
        f.check([{"a": [{"icon_url": "/static/x.png"}]}], {})


def test_nothing_proves_nothing():
    with pytest.raises(AssertionError, match="nothing to check"):
        f.check([], {"a": f.text})
