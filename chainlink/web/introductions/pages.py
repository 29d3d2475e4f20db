"""The pages of one introduction: the whole of it, and a step's form alone."""

from dataclasses import replace
from typing import Any

from starlette.datastructures import QueryParams
from starlette.responses import Response

from chainlink.accounts.permissions import Action, Reach, Resource, reach
from chainlink.enterprises.disclosure import Contact
from chainlink.errors import NotFound
from chainlink.web.desk import Desk
from chainlink.web.guests import Guest
from chainlink.web.introductions.filling import choices_of, initial
from chainlink.web.introductions.listing import days_late
from chainlink.web.introductions.steps import BY_WORD, StepForm
from chainlink.web.introductions.story import Story, background_of, story_of

NOT_NOW = 409


def id_of(guest: Guest) -> str:
    """The introduction that the address names."""
    return str(guest.request.path_params["id"])


def form_asked(guest: Guest) -> StepForm:
    """The step that the address names. Raises NotFound."""
    word = str(guest.request.path_params["step"])
    if word not in BY_WORD:
        raise NotFound("not_found")
    return BY_WORD[word]


async def show_one(
    desk: Desk, guest: Guest, contacts: dict[str, list[Contact]] | None = None
) -> Response:
    """The introduction's page; with `contacts` where somebody has asked to see them."""
    shown = desk.shown(guest)
    story = await story_of(desk.app, guest.actor, id_of(guest), shown)
    reasons, remembered = await background_of(desk.app, guest.actor, story, shown)
    records = reach(guest.actor, Action.WRITE, Resource.DEALS) is not Reach.NONE
    own = await desk.app.accounts.own(guest.actor) if story.officer else None
    return desk.page(
        guest,
        "introductions/one",
        story=story,
        reasons=reasons,
        remembered=remembered,
        contacts=contacts or {},
        records_deals=records,
        own_name=own.name if own else "",
        **_filling(desk, guest, story),
    )


async def show_step(desk: Desk, guest: Guest) -> Response:
    """The page of one step; says so where the step cannot be taken now."""
    form = form_asked(guest)
    story = await story_of(desk.app, guest.actor, id_of(guest), desk.shown(guest))
    there = story.offers.has(form)
    wanted = guest.query.get("consent") or guest.query.get("follow_up")
    subjects = [one for one in story.offers.subjects(form) if wanted in {None, "", one.id}]
    return desk.page(
        guest,
        "introductions/step",
        status=200 if there else NOT_NOW,
        story=story,
        spec=form,
        there=there,
        subjects=subjects,
        **_filling(desk, guest, story),
    )


async def show_again(desk: Desk, guest: Guest) -> Response:
    """The page on which a refused form stood: one of ours, else the step's own."""
    place = f"/introductions/{id_of(guest)}"
    if guest.place == place:
        return await show_one(desk, guest)
    own = f"{place}/{form_asked(guest).word}"
    if guest.place != own:
        guest.place, guest.query = own, QueryParams()
        if guest.trouble is not None:
            guest.trouble = replace(guest.trouble, form=own_form(guest))
    return await show_step(desk, guest)


def own_form(guest: Guest) -> str:
    """The id under which the step's own page has the form that was sent."""
    form = form_asked(guest)
    values = guest.trouble.values if guest.trouble else {}
    about = str(values.get("consent") or values.get("follow_up") or "")
    return f"{form.word}-{about}" if about else form.word


def _filling(desk: Desk, guest: Guest, story: Story) -> dict[str, Any]:
    shown, settings = desk.shown(guest), desk.app.settings

    def first(form: StepForm) -> dict[str, Any]:
        return initial(form, story, shown, settings)

    return {
        "first": first,
        "options": choices_of(story, shown),
        "forms": BY_WORD,
        "late": days_late(story.view, shown.today),
    }
