"""The archive of statistics (stats.md §1)."""

from __future__ import annotations

from typing import Any

from amo_pyramid.answers import Answer, Many, step
from amo_pyramid.errors import ApiError
from amo_pyramid.operations import archive
from amo_pyramid.operations.statistics_access import measured_addon
from amo_pyramid.services import AUTHENTICATED, AmoService

MODELS = {"model_name": "What was counted."}
NO_DATA = 'No archived data for addon "{slug}" found.'
NOTHING = {404: {"error": str}}


@step(path={"slug": "The add-on's slug."}, refusals=(403,))
def find_measured(request: Any, **options: Any) -> None:
    """Put the add-on of the path into ``request.validated["addon"]``, if the caller may see its
    statistics. Raises what :func:`measured_addon` does."""
    request.validated["addon"] = measured_addon(request.work, request.matchdict["slug"])


def _service(name: str, path: str, description: str) -> AmoService:
    return AmoService(
        name,
        f"/statistics/archive/{{slug}}/{{year:[0-9]{{4}}}}/{{month:[0-9]{{2}}}}/{path}",
        versions=("v3",),
        description=description,
        permission=AUTHENTICATED,
        write=AUTHENTICATED,
        accepts_only=("jwt",),
        challenge="JWT",
        before=(find_measured,),
        path_help={"year": "The year.", "month": "The month.", "day": "The day.", **MODELS},
    )


month = _service(
    "statistics-archive-month", "", "Which days of a month are archived, of which models."
)
day = _service(
    "statistics-archive-day",
    "{day:[0-9]{1,2}}/{model_name:[A-Za-z0-9_]+}/",
    "What was counted on one day, by one model.",
)


@month.get(answers=Answer(Many("archived-statistics-key"), refusals=NOTHING))
def get_month(request: Any) -> Any:
    path, addon = request.matchdict, request.validated["addon"]
    found = archive.of_month(request.work, addon.id, path["year"], path["month"])
    return _shown(request, "archived-statistics-key", found)


@day.get(answers=Answer(Many("archived-statistics"), refusals=NOTHING))
def get_day(request: Any) -> Any:
    path, addon = request.matchdict, request.validated["addon"]
    date = f"{path['year']}-{path['month']}-{path['day']}"
    found = archive.of_day(request.work, addon.id, path["model_name"], date)
    return _shown(request, "archived-statistics", found)


def _shown(request: Any, shape: str, found: Any) -> list[Any]:
    """Never an empty list: what is not there is told apart from what was not found."""
    if not found:
        raise ApiError(404, {"error": NO_DATA.format(slug=request.matchdict["slug"])})
    compiled = request.shape(shape)
    return [compiled.project(each, request.rendering) for each in found]
