"""The archive of statistics as files, in the layout of the original service (stats.md §4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from amo_pyramid.backends.base.catalogue import CatalogueSession
from amo_pyramid.backends.base.statistics import FIRST_KEY, PointKey
from amo_pyramid.domain.series import DataPoint, StatModel
from amo_pyramid.domain.statistics import FIRST_DAY, date_of
from amo_pyramid.operations.dumping import OpenSession
from amo_pyramid.operations.reporting import Report

#: Points that are read at once.
BATCH = 1000
#: The service named files after its classes, not as its API names the models.
NAMES: Mapping[StatModel, str] = {
    StatModel.DOWNLOADS: "downloadcount",
    StatModel.THEME_UPDATES: "themeupdatecount",
    StatModel.UPDATES: "updatecount",
}


@dataclass(slots=True)
class Exported:
    """What a run has done, by number of files; ``report.read`` is their sum."""

    report: Report = field(default_factory=Report)
    written: int = 0
    unchanged: int = 0


def export_archive(
    open_session: OpenSession,
    folder: Path,
    done: Exported,
    *,
    since: int = FIRST_DAY,
    addon_id: int | None = None,
) -> None:
    """Write each archived point, of one add-on or of all, from the day ``since`` on, as a file:
    ``{add-on}/{year}/{month}/{year}_{month}_{day}_{model}.json``.

    A file is there as a whole or not at all, and one that is as it should be is left alone: a run
    that was ended can be repeated. Raises ``OSError``, ``Unavailable``.
    """
    with open_session() as session:
        for points in _points(session, since, addon_id):
            for point in points:
                if _write(folder / place_of(point), content_of(point)):
                    done.written += 1
                else:
                    done.unchanged += 1
            done.report.has_read(len(points))


def place_of(point: DataPoint) -> Path:
    """The file of a point, within the folder of all."""
    year, month, day = date_of(point.day).isoformat().split("-")
    name = f"{year}_{month}_{day}_{NAMES[point.model]}.json"
    return Path(str(point.addon_id), year, month, name)


def content_of(point: DataPoint) -> bytes:
    """The point as one JSON object, with the keys that the API gives it (stats.md §1.3)."""
    told = {"date": date_of(point.day), "count": point.count, "addon": point.addon_id}
    return orjson.dumps({**told, **point.breakdowns})


def _points(
    session: CatalogueSession, since: int, addon_id: int | None
) -> Iterator[list[DataPoint]]:
    after = FIRST_KEY if addon_id is None else FIRST_KEY._replace(addon_id=addon_id)
    while points := session.statistics.every_archived(after, BATCH, since=since):
        if addon_id is not None:
            points = [point for point in points if point.addon_id == addon_id]
        yield points
        if not points:
            break
        after = PointKey(points[-1].addon_id, points[-1].model, points[-1].day)


def _write(path: Path, content: bytes) -> bool:
    """Whether the file had to be written."""
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
    return True
