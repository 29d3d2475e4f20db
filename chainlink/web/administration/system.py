"""`/administration/system`: how the installation is, and what did not arrive."""

from starlette.responses import Response

from chainlink.language.catalogue import catalogue
from chainlink.settings import Settings
from chainlink.state.settings_shown import setting_of
from chainlink.web.administration.journal import label_name
from chainlink.web.administration.parts import ALL_ACCOUNTS, HOME, WHOLE, page
from chainlink.web.bodies import Sent
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest
from chainlink.web.inputs import request_of
from chainlink.web.shown import Shown
from chainlink.web.workbench import Workbench

PATH = f"{HOME}/system"


async def show_system(desk: Desk, guest: Guest) -> Response:
    """The page."""
    app, actor, shown = desk.app, guest.actor, desk.shown(guest)
    state = await app.state.state(actor)
    sends = ALL_ACCOUNTS.met_by(actor)
    dead = await app.dead_letters.dead(actor) if sends else []
    people = await app.accounts.names(actor, [one.target for one in dead])
    problem = state.summary.policy.problem
    return page(
        desk,
        guest,
        "system",
        state=state,
        hours=state.summary.up.total_seconds() / 3600,
        policy_said=desk.sentence(guest, problem) if problem else "",
        contents=[(label_name(label, shown), label, n) for label, n in state.contents.items()],
        settings=[(name, value, _meaning(name, shown)) for name, value in state.settings.items()],
        dead=dead,
        people=people,
        sends=sends,
        notifying=app.settings.notify_every > 0,
    )


def _meaning(name: str, shown: Shown) -> str:
    field = setting_of(name)
    key = f"setting.{field}"
    if key in catalogue(shown.language):
        return shown.say(key)
    return Settings.model_fields[field].description or ""


def add_system(workbench: Workbench) -> None:
    """Serve it, and sending again what was given up."""
    desk, app = workbench.desk, workbench.app

    async def show(guest: Guest) -> Response:
        return await show_system(desk, guest)

    async def retry(guest: Guest, sent: Sent) -> Response:
        delivery = sent.text("delivery")
        await app.dead_letters.retry(guest.actor, delivery, request=request_of(sent))
        return workbench.done(guest, sent, "delivery_retried")

    workbench.shows(PATH, WHOLE, show)
    workbench.takes(f"{PATH}/deliveries/retry", ALL_ACCOUNTS, retry, show)
