"""Tables as CSV: UTF-8, comma, a header row."""

import csv
import io
from collections.abc import Callable

from refillplan.domain.messages import Message
from refillplan.reports.values import Table


def written_sheet(table: Table, translate: Callable[[Message], str]) -> str:
    """Return a table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([translate(heading) for heading in table.headings])
    writer.writerows([cell if isinstance(cell, str) else translate(cell) for cell in row] for row in table.rows)
    return text.getvalue()
