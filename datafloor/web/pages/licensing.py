"""Licence terms as a form asks for them: the choices, and what was chosen."""

from typing import Any

from datafloor.contexts.policy import Limit, Onward, Purpose, Terms
from datafloor.kernel import clock
from datafloor.kernel.clock import DAY
from datafloor.web.pages.forms import Form, whole
from datafloor.web.pages.language import Language
from datafloor.web.pages.licence import LIMITS, ONWARD, PURPOSES

Options = list[tuple[str, str]]


def options(language: Language) -> dict[str, Options]:
    """What can be chosen for the parts of a licence, in words."""
    say = language.say
    return {
        "purposes": [(each.value, say(PURPOSES[each])) for each in Purpose],
        "onward": [(each.value, say(ONWARD[each])) for each in Onward],
        "limits": [(each.value, say(LIMITS[each])) for each in Limit],
    }


def chosen(form: Form) -> dict[str, Any]:
    """The parts of a licence that are more than one text, as they were typed and ticked."""
    return {
        "days": whole(form["days"]) if form["days"] else None,
        "purposes": form.all("purposes"),
        "territory": tuple(form["territory"].upper().replace(",", " ").split()),
        "exclusive": form["exclusive"] == "yes",
        "ip": form.all("ip"),
    }


def day_end(days: int) -> int:
    """The last moment of a day so many days ahead: a form sent twice in a day says the same."""
    return (clock.now() // DAY + days + 1) * DAY - 1


def fill_in(form: Form, licence: Terms) -> None:
    """A form that has this licence chosen."""
    form.fill(
        days=str(licence.days or ""),
        purposes=[each.value for each in licence.purposes],
        territory=" ".join(licence.territory),
        exclusive="yes" if licence.exclusive else "no",
        onward=licence.onward.value,
        ip=[each.value for each in licence.ip],
    )
