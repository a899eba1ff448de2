"""A page to print, as HTML in one file: figures inside, every part naming the sources that its numbers rest on."""

from collections.abc import Callable

from refillplan.domain.messages import N_, Message, message
from refillplan.reports.drawing import drawn
from refillplan.reports.values import Cell, Page, Table

_TEMPLATE = """\
<!doctype html>
<html lang="{{ lang }}">
<head>
<meta charset="utf-8">
<title>{{ title }}</title>
<style>
@page { size: A4; margin: 8mm }
body { font: 6.2pt/1.15 sans-serif; color: #111; max-width: 194mm; margin: auto }
h1 { font-size: 11pt; margin: 0 0 1mm } h2 { font-size: 7pt; margin: 1mm 0 .3mm }
p { margin: .2mm 0 } .both { display: flex; gap: 1mm 5mm; align-items: flex-start; flex-wrap: wrap }
section { width: min-content; break-inside: avoid } section p { color: #666; font-size: 5.5pt }
table { border-collapse: collapse; white-space: nowrap; font-variant-numeric: tabular-nums }
th, td { padding: 0 1mm; text-align: right; vertical-align: top } th { border-bottom: .2mm solid #888; white-space: normal }
th:first-child, td:first-child, .sources td, .sources th { text-align: left }
.sources { font-size: 5.5pt; width: auto } .sources table { white-space: normal }
.sources td:last-child { white-space: nowrap }
.figure { flex: 1 1 60mm; max-width: 63mm } svg { width: 100%; height: auto }
</style>
</head>
<body>
<h1 data-rests-on="asked records">{{ title }}</h1>
{% for line in lines %}<p data-rests-on="asked records">{{ line }}</p>
{% endfor %}
<div class="both">
{% for figure in figures %}<div class="figure" data-rests-on="{{ figure.rests_on }}">{{ figure.svg }}</div>
{% endfor %}
</div>
<div class="both">
{% for table in tables %}<section data-rests-on="{{ table.rests_on }}">
<h2>{{ table.title }}</h2>
<table>
<tr>{% for heading in table.headings %}<th>{{ heading }}</th>{% endfor %}</tr>
{% for row in table.rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table>
<p>{{ table.from }}</p>
</section>
{% endfor %}
</div>
<section class="sources">
<h2>{{ sources_title }}</h2>
<table>
<tr>{% for heading in source_headings %}<th>{{ heading }}</th>{% endfor %}</tr>
{% for row in sources %}<tr data-key="{{ row.key }}"><td>{{ row.number }}</td><td>{{ row.name }}</td>\
<td>{{ row.value }}</td><td>{{ row.source }}</td><td>{{ row.as_of }}</td></tr>
{% endfor %}</table>
</section>
</body>
</html>
"""

_SOURCE_HEADINGS = (
    message(N_("no.")),
    message(N_("setting")),
    message(N_("value")),
    message(N_("source")),
    message(N_("as of")),
)


def written_page(page: Page, lang: str, translate: Callable[[Message], str]) -> str:
    """Return a page as HTML."""
    from jinja2 import Environment  # noqa: PLC0415 (needed for a page alone)
    from markupsafe import Markup  # noqa: PLC0415

    def text(cell: Cell) -> str:
        return cell if isinstance(cell, str) else translate(cell)

    numbers: dict[str, list[int]] = {}
    for number, source in enumerate(page.sources, 1):
        numbers.setdefault(source.key, []).append(number)
    figures = [
        {
            "rests_on": " ".join(figure.rests_on),
            "svg": Markup(_inside(drawn(figure, "svg", translate).decode())),
        }
        for figure in page.figures
    ]
    return (
        Environment(autoescape=True)
        .from_string(_TEMPLATE)
        .render(
            lang=lang,
            title=translate(page.title),
            lines=[translate(line) for line in page.lines],
            figures=figures,
            tables=[_table(table, numbers, text, translate) for table in page.tables],
            sources_title=translate(message(N_("What every number rests on"))),
            source_headings=[translate(heading) for heading in _SOURCE_HEADINGS],
            sources=[
                {
                    "key": source.key,
                    "number": number,
                    "name": translate(source.name),
                    "value": text(source.value),
                    "source": text(source.source),
                    "as_of": source.as_of,
                }
                for number, source in enumerate(page.sources, 1)
            ],
        )
    )


def _table(
    table: Table, numbers: dict[str, list[int]], text: Callable[[Cell], str], translate: Callable[[Message], str]
) -> dict[str, object]:
    rests_on = ", ".join(str(number) for number in sorted({number for key in table.rests_on for number in numbers[key]}))
    return {
        "rests_on": " ".join(table.rests_on),
        "title": translate(table.title),
        "headings": [translate(heading) for heading in table.headings],
        "rows": [[text(cell) for cell in row] for row in table.rows],
        "from": translate(message(N_("rests on: {numbers}"), numbers=rests_on)),
    }


def _inside(svg: str) -> str:
    """Return the drawing without the head of its file."""
    return svg[svg.index("<svg") :]
