"""Import of answers of AMO's API and of published lists (``docs/import.md``).

Documents (:mod:`sources`, :mod:`remote`) are recognised by their content (:mod:`formats`), read
into drafts that hold only what they contain (:mod:`answers` and its readers, :mod:`lists`), and
merged into what is stored (:mod:`shelf`, :mod:`merging`), batch by batch (:mod:`run`).
"""

from amo_pyramid.operations.importing.remote import pages_from
from amo_pyramid.operations.importing.run import import_documents
from amo_pyramid.operations.importing.sources import files_in

__all__ = ["files_in", "import_documents", "pages_from"]
