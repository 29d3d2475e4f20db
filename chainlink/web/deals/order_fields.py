"""The fields of an order's form: what is sent as a draft, and an order as its fields."""

from collections.abc import Mapping
from typing import Any

from chainlink.accounts.model import Actor
from chainlink.app import App
from chainlink.deals.order_model import CrossBorderOrder, OrderDraft
from chainlink.validation import checked
from chainlink.web.bodies import Sent
from chainlink.web.deals.naming import Named
from chainlink.web.deals.typed import (
    Problems,
    amount_typed,
    enterprise_of,
    market_name,
    market_of,
    minor_units,
)
from chainlink.web.inputs import texts_of

_PLAIN = (
    *("orderNumber", "hsCode", "incoterm", "incotermPlace", "customsMode", "orderedOn"),
    *("shippedOn", "source"),
)


async def read_order(
    app: App,
    actor: Actor,
    sent: Sent,
    parties: Mapping[str, Named],
    problems: Problems,
    *,
    invented: bool = False,
) -> OrderDraft:
    """The draft. Raises InvalidInput with all problems, those that were there before too."""
    values: dict[str, Any] = {
        name: value for name, value in texts_of(sent, _PLAIN).items() if value is not None
    }
    values |= {"invented": invented, "first_export": sent.values.get("firstExport") == "1"}
    currency = sent.text("currency", required=False).strip().upper()
    if currency:
        values["currency"] = currency
    amount = sent.text("amount", required=False).strip()
    if amount:
        found = minor_units(amount, currency, "amount", problems)
        values["amount"] = 1 if found is None else found
    destination = sent.text("destination", required=False).strip()
    if destination:
        values["destination"] = market_of(destination)
    for end in ("seller", "maker"):
        text = sent.text(end, required=False).strip()
        if text:
            values[end] = await enterprise_of(app, actor, text, parties, end, problems)
    return problems.or_else(lambda: checked(OrderDraft, values))


def order_values(
    order: CrossBorderOrder, names: Mapping[str, Named], language: str
) -> Mapping[str, Any]:
    """What stands in the fields where an order is corrected."""
    return {
        "orderNumber": order.order_number,
        "hsCode": order.hs_code,
        "incoterm": order.incoterm.value,
        "incotermPlace": order.incoterm_place,
        "customsMode": order.customs_mode,
        "amount": amount_typed(order.amount, order.currency),
        "currency": order.currency,
        "destination": market_name(order.destination, language),
        "seller": names[order.seller].name,
        "maker": names[order.maker].name,
        "orderedOn": order.ordered_on.isoformat(),
        "shippedOn": order.shipped_on,
        "firstExport": "1" if order.first_export else "",
        "source": order.source,
    }
