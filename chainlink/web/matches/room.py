"""The routes of the room."""

from chainlink.accounts.permissions import Action, Resource
from chainlink.web.matches.batch import Batches
from chainlink.web.matches.decisions import Decisions
from chainlink.web.matches.listing import PATH, Matches
from chainlink.web.places import Needs
from chainlink.web.workbench import Workbench


def add_matches(workbench: Workbench) -> None:
    """Serve the inbox and take what is decided on its pairs."""
    matches, decisions = Matches(workbench.desk), Decisions(workbench)
    batches = Batches(workbench.app, matches)
    writes = Needs(Resource.INTRODUCTIONS, Action.WRITE)
    workbench.shows(PATH, Needs(Resource.RECOMMENDATIONS), matches.show)
    for name, needs, work in (
        ("shortlist", writes, decisions.shortlist),
        ("ask", writes, decisions.ask),
        ("dismiss", writes, decisions.dismiss),
        ("veto", Needs(Resource.CLAIMS, Action.WRITE), decisions.veto),
        ("undo", writes, decisions.undo),
        ("batch", writes, batches.decide),
    ):
        workbench.takes(f"{PATH}/{name}", needs, work, matches.show)
