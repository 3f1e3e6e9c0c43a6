"""Parameters of add-ons and versions (catalog.md §5.3-§5.5)."""

from __future__ import annotations

from typing import Any

import colander

from amo_pyramid.constants.applications import Application
from amo_pyramid.domain.appversion import compatibility_bounds
from amo_pyramid.domain.query import VersionFilter
from amo_pyramid.messages import _
from amo_pyramid.schemas.nodes import Forbidden, OneOf, Parsed, one_of

INVALID_APP = _('Invalid "app" parameter.')
INVALID_APPVERSION = _('Invalid "appversion" parameter.')
INVALID_FILTER = _('Invalid "filter" parameter specified.')
FILTER_NOT_HERE = _('The "filter" parameter is not valid in this context.')

#: The filters that a caller may name; the public one is meant by naming none.
FILTERS = {each.value: each for each in VersionFilter if each is not VersionFilter.PUBLIC}


class CompatibleWith(colander.MappingSchema):
    """The application version that a language pack is wanted for: both are needed."""

    app = colander.SchemaNode(
        Parsed(Application.named, INVALID_APP, required=True),
        description="The application; needed with appversion.",
        json=one_of(each.api_name for each in Application),
    )
    appversion = colander.SchemaNode(
        Parsed(compatibility_bounds, INVALID_APPVERSION, required=True),
        description="Of a language pack show the version for this version of the application.",
    )


class CompatibleAddon(colander.MappingSchema):
    """Detail of a language pack."""

    querystring: Any = CompatibleWith()


class VersionFilterQuery(colander.MappingSchema):
    """Which versions a list shows."""

    filter = colander.SchemaNode(
        OneOf(FILTERS, INVALID_FILTER),
        missing=VersionFilter.PUBLIC,
        description="Not only public versions; for those who may see more.",
    )


class VersionList(colander.MappingSchema):
    """A list of versions."""

    querystring: Any = VersionFilterQuery()


class NoFilterQuery(colander.MappingSchema):
    """A single version has no filter."""

    filter = colander.SchemaNode(Forbidden(FILTER_NOT_HERE), missing=colander.drop)


class VersionDetail(colander.MappingSchema):
    """A single version."""

    querystring: Any = NoFilterQuery()
