"""Another plugin with the same field in mind."""

from __future__ import annotations

from amo_pyramid.shapes.fields import Field


def includeme(config):
    config.add_serializer_field("addon", Field("badge", get=lambda *_: "silver"))
