"""The page that is shown when something was refused: what is wrong, what was kept, what to do."""

from typing import Any

from litestar import Request, Response

from datafloor.kernel.message import Actor
from datafloor.kernel.refusal import Refusal
from datafloor.web import problems
from datafloor.web.pages.forms import Form, SessionEnded
from datafloor.web.pages.language import Code
from datafloor.web.pages.visit import Visit
from datafloor.web.protocols.delta_sharing import protocol_error


def is_page(request: Request[Any, Any, Any]) -> bool:
    """Whether this is an address of a page."""
    return request.url.path.split("/")[1] in ("en", "vi")


def handle(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Every failure comes here: pages answer with a page, Delta Sharing in its own words, all
    else with problem details."""
    if request.url.path.startswith("/delta-sharing/"):
        return protocol_error(request, error)
    if not is_page(request):
        return problems.handle(request, error)
    refused = problems.as_refused(error)
    code: Code = "vi" if request.url.path.startswith("/vi") else "en"
    visit = Visit(request, Actor("", ""), code, "")
    status = refused.why.value.status
    if refused.why in (Refusal.sign_in_required, Refusal.token_expired, Refusal.token_unknown):
        kept = error.kept if isinstance(error, SessionEnded) else ""
        after = visit.path if kept or request.method == "GET" else "/"
        form = Form().fill(after=after, kept=kept)
        form.refused = refused
        return visit.page("sign-in.html", status, form=form)
    return visit.page("fault.html", status, refused=refused)
