"""The decisions about agreements, each in the file of its idea."""

from datafloor.contexts.agreements.rules.breaking import answer_breach, claim_breach, decide_breach
from datafloor.contexts.agreements.rules.changing import (
    agree_to_change,
    decline_change,
    give_notice,
    propose_amendment,
    propose_assignment,
    propose_renewal,
)
from datafloor.contexts.agreements.rules.drawing import digests, draw_contract, drawn, seal
from datafloor.contexts.agreements.rules.form import Article, Text, text
from datafloor.contexts.agreements.rules.machine import agreement, judged, offered
from datafloor.contexts.agreements.rules.signing import (
    hold_key,
    owner,
    register_key,
    revoke_key,
    sign_contract,
    sign_held,
)

__all__ = [
    "Article",
    "Text",
    "agree_to_change",
    "agreement",
    "answer_breach",
    "claim_breach",
    "decide_breach",
    "decline_change",
    "digests",
    "draw_contract",
    "drawn",
    "give_notice",
    "hold_key",
    "judged",
    "offered",
    "owner",
    "propose_amendment",
    "propose_assignment",
    "propose_renewal",
    "register_key",
    "revoke_key",
    "seal",
    "sign_contract",
    "sign_held",
    "text",
]
