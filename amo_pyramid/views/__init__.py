"""Endpoints: validated input to an operation, its result to a shape."""

from __future__ import annotations

from typing import Any

from amo_pyramid.views import (
    accounts,
    addons,
    archive,
    categories,
    discovery,
    editorial,
    languages,
    site,
    versions,
)


def includeme(config: Any) -> None:
    """Register every service; those that are asked for most come first."""
    for service in (addons.detail, versions.version_list):
        config.add_amo_service(service)
    config.include("amo_pyramid.views.search")
    for service in (
        languages.language_tools,
        versions.version_detail,
        addons.policies,
        categories.categories,
        editorial.replacements,
        editorial.overrides,
        editorial.mappings,
        discovery.discovery,
        discovery.editorial,
        site.site,
        archive.month,
        archive.day,
        accounts.profile,
        accounts.account,
        accounts.session,
    ):
        config.add_amo_service(service)
    config.include("amo_pyramid.views.recommendations")
    config.include("amo_pyramid.views.openapi")
    config.include("amo_pyramid.views.packages")
    config.include("amo_pyramid.views.statistics_pages")
