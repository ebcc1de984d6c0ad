"""Commands have a kind, someone who may, a rule and a test; events hold nothing about people."""

import pytest

from tests.tidy.conftest import Make, said
from tools.tidy.messages import command_tests, commands, event_fields, event_kinds
from tools.tidy.tree import snake

MARKET = "datafloor/contexts/market"
COMMAND = """
class PlaceOrder(Command):
    kind = "market.place_order"
    may = signed_in
    order: OrderId
"""


@pytest.mark.parametrize(
    ("name", "words"),
    [("PlaceOrder", "place_order"), ("AddApiToken", "add_api_token"), ("ReadCSV", "read_csv")],
)
def test_one_stem_in_two_spellings(name: str, words: str) -> None:
    assert snake(name) == words


def test_a_whole_command_is_fine(make: Make) -> None:
    tree = make(
        {
            f"{MARKET}/commands.py": COMMAND,
            f"{MARKET}/__init__.py": "WAYS = {PlaceOrder: Way(load, place_order)}",
            f"{MARKET}/rules.py": "def place_order(facts, asked, call): ...",
            "tests/rules/market/test_place_order.py": "",
        }
    )
    assert not [*commands(tree), *command_tests(tree)]


def test_what_a_command_lacks_is_found(make: Make) -> None:
    bare = COMMAND.replace("    may = signed_in\n", "").replace("market.place", "market.put")
    tree = make({f"{MARKET}/commands.py": bare, f"{MARKET}/rules.py": "def put_order(): ..."})
    assert said([*commands(tree), *command_tests(tree)]) == [
        f"{MARKET}/commands.py:2: PlaceOrder is not of kind market.place_order",
        f"{MARKET}/commands.py:2: PlaceOrder does not say who may ask",
        f"{MARKET}/commands.py:2: PlaceOrder has no rule place_order",
        f"{MARKET}/commands.py:2: PlaceOrder is never carried out",
        f"{MARKET}/commands.py:2: PlaceOrder has no tests/rules/market/test_place_order.py",
    ]


@pytest.mark.parametrize(
    ("name", "kind", "fine"),
    [
        ("OrderPlaced", "market.order_placed.v1", True),
        ("OrderPlacedV2", "market.order_placed.v2", True),
        ("OrderPlaced", "market.order_placed", False),
        ("OrderPlaced", "policy.order_placed.v1", False),
        ("OrderPlaced", "market.order_put.v1", False),
    ],
)
def test_an_event_is_named_and_versioned(make: Make, name: str, kind: str, fine: bool) -> None:
    tree = make({f"{MARKET}/events.py": f'class {name}(Event):\n    kind = "{kind}"\n'})
    assert (not [*event_kinds(tree)]) is fine


MODEL = """
OrderId = Annotated[str, Meta(pattern=pattern("order"))]
Note = Annotated[str, Meta(max_length=100)]
class Way(StrEnum):
    once = "once"
class Terms(Struct, frozen=True):
    way: Way
    until: Instant | None
class Person(Struct, frozen=True):
    name: str
"""


@pytest.mark.parametrize(
    "type_",
    [
        *("OrderId", "Way", "Money", "Instant", "Digest", "PublicText", "bool", "Terms"),
        *("Way | None", "tuple[Terms, ...]", "frozenset[Way]", 'Literal["a", "b"]'),
        *("ClassVar[str]", "Annotated[int, Meta(ge=0)]", "model.Way"),
    ],
)
def test_an_event_may_hold(make: Make, type_: str) -> None:
    event = f"class OrderPlaced(Event):\n    what: {type_}\n"
    assert not [*event_fields(make({f"{MARKET}/model.py": MODEL, f"{MARKET}/events.py": event}))]


@pytest.mark.parametrize(
    ("type_", "holds"),
    [
        ("str", "str"),
        ("str | None", "str"),
        ("tuple[str, ...]", "str"),
        ("Note", "free text"),
        ("Person", "str"),
        ("float", "float"),
        ("int", "an int without a unit"),
        ("dict[str, Money]", "dict"),
        ("Unknown", "Unknown"),
    ],
)
def test_an_event_may_not_hold(make: Make, type_: str, holds: str) -> None:
    event = f"class OrderPlaced(Event):\n    what: {type_}\n"
    tree = make({f"{MARKET}/model.py": MODEL, f"{MARKET}/events.py": event})
    assert said([*event_fields(tree)]) == [
        f"{MARKET}/events.py:2: OrderPlaced.what may hold {holds}"
    ]


def test_a_number_says_its_unit(make: Make) -> None:
    event = "class OrderPlaced(Event):\n    acceptance_days: int\n"
    assert not [*event_fields(make({f"{MARKET}/events.py": event}))]
