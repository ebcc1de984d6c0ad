"""Templates made into text. Everything is escaped unless a template of ours wrote it."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from datafloor.analysis.appraisal.words import MEASURES
from datafloor.contexts import market
from datafloor.kernel.clock import iso
from datafloor.kernel.ids import new_id
from datafloor.kernel.money import Money, show
from datafloor.web.pages import wording
from datafloor.web.pages.assets import address
from datafloor.web.pages.bands import bands_drawn
from datafloor.web.pages.language import LANGUAGES, Code, language
from datafloor.web.pages.licence import sentences
from datafloor.web.pages.pricing import bill_lines, price_sentences

if TYPE_CHECKING:
    from datafloor.web.pages.visit import Visit

FOLDER = Path(__file__).parent / "templates"


@cache
def environment(code: Code) -> Environment:
    """The templates in one language."""
    said = language(code)
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.install_gettext_callables(said.say, said.count, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(
        number=said.number,
        size=said.size,
        day=said.day,
        short_day=said.short_day,
        time=said.time,
        money=said.money,
        millionths=said.millionths,
        sum_of=lambda minor: str(Money(minor)),
        iso=iso,
        said=lambda word: said.say(wording.of(word)),
        event=lambda kind: wording.event(said, kind),
        refusal=lambda name: wording.refusal(said, name),
    )
    made.globals.update(
        asset=address,
        new_id=new_id,
        said=said,
        wording=wording,
        sentences=sentences,
        money_of=show,
        measure=lambda name, code: MEASURES[name][code == "vi"],
        price_sentences=price_sentences,
        bill_lines=bill_lines,
        outwitted=market.outwitted,
        show=show,
        bands_drawn=bands_drawn,
        languages=[language(other) for other in LANGUAGES],
    )
    return made


def render(template: str, visit: "Visit", **values: Any) -> str:
    """The text of a page."""
    made = environment(visit.language.code).get_template(template)
    return made.render(visit=visit, here=visit.to, **values)
