"""Things that the exchange's owner does on its own machine."""

from secrets import token_urlsafe

import msgspec

from datafloor.adapters.secrets import hash_password
from datafloor.contexts.participants import GrantRole, RegisterOrganisation, Role
from datafloor.kernel.ids import new_id
from datafloor.kernel.message import EXCHANGE
from datafloor.kernel.refusal import Refusal, Refused
from datafloor.web.exchange import Exchange
from datafloor.web.signing_in import NOBODY


def appoint(
    exchange: Exchange,
    office: str,
    *,
    name: str,
    tax_code: str,
    person: str,
    email: str,
    password: str | None = None,
) -> str:
    """Register an organisation, give it an office, and return its first person's password."""
    password = password or token_urlsafe(12)
    request_id, organisation = new_id("request"), new_id("org")
    asked = {
        "organisation": organisation,
        "name": name,
        "tax_code": tax_code,
        "roles": [],
        "person": new_id("person"),
        "person_name": person,
        "email": email,
        "password_hash": hash_password(password, request_id),
    }
    try:
        command = msgspec.convert(asked, RegisterOrganisation)
    except msgspec.ValidationError as wrong:
        raise Refused(Refusal.malformed, problem=str(wrong)) from None
    exchange.door.execute(command, NOBODY, request_id)
    grant = GrantRole(organisation=organisation, role=Role(office))
    exchange.door.execute(grant, EXCHANGE, new_id("request"))
    return password
