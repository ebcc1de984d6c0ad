"""A request's body, read strictly: a text is no number and a number no text."""

from functools import cache
from typing import Any

import msgspec
from litestar import Request
from litestar.exceptions import ValidationException


class StrictRequest(Request[Any, Any, Any]):
    """A request whose JSON is exactly what its route asks for, or refused.

    Litestar on its own would take `"5"` for 5: what is right for the texts of a query is wrong
    for a sum of money.
    """

    async def json(self) -> Any:
        """The body as the route's `data`. Raises `ValidationException` for anything else."""
        field = self.route_handler.parsed_data_field
        if field is None:
            return await super().json()
        try:
            return _decoder(field.annotation).decode(await self.body())
        except msgspec.DecodeError as wrong:
            raise ValidationException(str(wrong)) from wrong


@cache
def _decoder(asked: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(asked)
