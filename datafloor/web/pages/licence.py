"""Licence terms as sentences that anybody can read."""

from collections.abc import Sequence

from datafloor.contexts.policy import Limit, Onward, Purpose, Terms
from datafloor.web.pages.language import Language, marked

PURPOSES = {
    Purpose.any: marked("any purpose"),
    Purpose.research: marked("research"),
    Purpose.product_development: marked("developing products"),
    Purpose.internal_analysis: marked("analysis inside your organisation"),
    Purpose.public_service: marked("public services"),
    Purpose.ai_training: marked("training AI models"),
    Purpose.credit_scoring: marked("credit scoring"),
}
ONWARD = {
    Onward.none: marked("You may not pass the data on."),
    Onward.with_consent: marked("You may pass the data on only where the seller agrees."),
    Onward.allowed: marked("You may pass the data on."),
}
LIMITS = {
    Limit.attribution: marked("Name the seller where you publish what you made of the data."),
    Limit.share_alike: marked("What you make of the data, you offer under the same terms."),
    Limit.no_derivatives: marked("You may not make other data sets of them."),
    Limit.no_reidentification: marked("You may not try to find out who a person in them is."),
    Limit.no_benchmarking: marked("You may not publish comparisons with other data."),
}


def country(language: Language, code: str) -> str:
    """A country's name, or its code where it has none."""
    return language.countries.get(code, code)


def sentences(language: Language, licence: Terms) -> list[str]:
    """What these terms say, one sentence each, in the order in which one asks."""
    say = language.say
    if Purpose.any in licence.purposes:
        use = say(marked("You may use the data for any purpose."))
    else:
        purposes = [say(PURPOSES[each]) for each in licence.purposes]
        use = say(marked("You may use the data for: %(purposes)s.")) % {"purposes": _all(purposes)}
    if licence.territory:
        countries = [country(language, each) for each in licence.territory]
        where = say(marked("You may use them in: %(countries)s.")) % {"countries": _all(countries)}
    else:
        where = say(marked("You may use them anywhere."))
    return [
        use,
        where,
        _how_long(language, licence.days),
        say(
            marked("Nobody else is given them while your contract runs.")
            if licence.exclusive
            else marked("Others may be given them too.")
        ),
        say(ONWARD[licence.onward]),
        *(say(LIMITS[each]) for each in licence.ip),
    ]


def _how_long(language: Language, days: int | None) -> str:
    if days is None:
        return language.say(marked("The licence has no end."))
    said = language.count(
        "The licence runs for %(num)s day from the contract's start.",
        "The licence runs for %(num)s days from the contract's start.",
        days,
    )
    return said % {"num": language.number(days)}


def _all(parts: Sequence[str]) -> str:
    return ", ".join(parts)
