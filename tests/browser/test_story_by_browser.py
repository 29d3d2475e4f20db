"""The story clicked through from the session to the reviewed first export by five accounts: with
the mouse, with the keyboard alone, and by plain forms where no script runs."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from chainlink.demo.accounts import CHANNEL_USCC, MAKER_USCC
from chainlink.journal.verification import verify
from tests.browser.hands import Hands
from tests.browser.served import Served
from tests.browser.visitors import Reception, Visitor
from tests.factories import SYSTEM

FIVE = ("secretary", "staff", "exporter", "maker", "reviewer")
MAKER, EXPORTER = "山东金大丰机械有限公司", "易运盈（山东）网络科技有限公司"
AMOUNT = "¥5,000,000.00"


@dataclass
class Story:
    """Who takes part, and what the chapters hand on."""

    served: Served
    visitors: dict[str, Visitor]
    keyboard: bool
    ids: dict[str, str] = field(default_factory=dict)
    introduction: str = ""
    deal: str = ""
    order: str = ""

    def hands(self, name: str) -> Hands:
        """The hands of one of the five."""
        return Hands(self.visitors[name].page, self.keyboard)

    def at(self, name: str, path: str) -> Hands:
        """As `hands`, on a page."""
        self.visitors[name].go(path)
        return self.hands(name)

    def shows(self, name: str, *texts: str) -> None:
        """That the page somebody is at says all of it."""
        found = self.visitors[name].page.locator("main").inner_text()
        for text in texts:
            assert text in found, f"{self.visitors[name].path} of {name} does not say {text}"


@pytest.mark.parametrize("way", ["mouse", "keyboard", "no script"])
def test_from_the_session_to_the_reviewed_order(
    reception: Reception, before_the_meeting: Served, way: str
) -> None:
    with ExitStack() as leaving:
        visitors = {
            name: leaving.enter_context(
                reception.visitor(before_the_meeting, name, script=way != "no script")
            )
            for name in FIVE
        }
        story = Story(before_the_meeting, visitors, way == "keyboard")
        for uscc, name in ((MAKER_USCC, "maker"), (CHANNEL_USCC, "exporter")):
            found = story.served.run(story.served.app.enterprises.find(SYSTEM, uscc))
            story.ids[name] = found.id
        they_say_what_they_can_do(story)
        they_come_to_a_session(story)
        the_secretary_brings_them_together(story)
        both_consent(story)
        a_year_of_joint_work(story)
        the_first_order(story)
        the_money_is_confirmed(story)
        it_is_reported(story)
    journal = before_the_meeting.run(verify(before_the_meeting.app.journal))
    assert journal.key is None


def they_say_what_they_can_do(story: Story) -> None:
    for name, said in (
        ("maker", "玉米收割机，还没有出口过"),
        ("exporter", "跨境电商出口渠道，把国内产品卖到俄罗斯"),
    ):
        hands = story.at(name, f"/enterprises/{story.ids[name]}/declare?kind=capability")
        hands.fill("#declare-title", said)
        hands.submit("#declare button[type=submit]:not([formnovalidate])")
        story.shows(name, said)


def they_come_to_a_session(story: Story) -> None:
    today = story.served.app.settings.today(story.served.clock())
    hands = story.at("secretary", "/events/new")
    hands.fill("#event-nameZh", "青年企业家座谈会二期")
    hands.choose("#event-kind", "SALON")
    hands.day("#event-heldOn", today)
    hands.submit("#event button[type=submit]")
    path = story.visitors["secretary"].path.partition("?")[0]
    for word in ("金大丰", "易运盈"):
        hands = story.at("staff", path)
        hands.fill("#find", word)
        hands.submit("#adding form[role=search] button")
        hands.tick("#invite input[name=enterprises]")
        hands.submit("#invite button[formaction$=attend]")
    story.shows("staff", MAKER, EXPORTER, "已到场")


def the_secretary_brings_them_together(story: Story) -> None:
    hands = story.at("secretary", "/matches?type=CHANNEL&name=金大丰")
    page = story.visitors["secretary"].page
    card = page.locator("article.pair", has_text=MAKER).filter(has_text=EXPORTER).first
    key = card.get_attribute("id")
    story.shows("secretary", MAKER, EXPORTER, "出口渠道")
    hands.press(f"#{key} form.shortlist > button")
    page.locator("a[href^='/introductions/']").first.wait_for()
    story.shows("secretary", "已初选")
    hands.submit("main a[href^='/introductions/']")
    story.introduction = story.visitors["secretary"].path.partition("?")[0]
    story.shows("secretary", MAKER, EXPORTER, "已初选")
    hands = story.at("secretary", f"{story.introduction}/ask-consent")
    hands.fill("#ask-consent-purpose", "为双方安排见面，商谈玉米收割机出口")
    hands.submit("#ask-consent button[type=submit]")
    story.shows("secretary", "待双方同意")


def both_consent(story: Story) -> None:
    for name, other in (("exporter", MAKER), ("maker", EXPORTER)):
        hands = story.at(name, "/today")
        story.shows(name, "等待同意", "为双方安排见面")
        hands.submit("#consents a[href$='give-consent']")
        story.shows(name, other, "姓名", "电话")
        hands.submit("form.step button[type=submit]")
    story.at("secretary", story.introduction)
    story.shows("secretary", "已同意")


def step(story: Story, word: str, day: bool = False, meets: str = "") -> None:
    """A step that staff take by its form."""
    hands = story.at("staff", f"{story.introduction}/{word}")
    if day:
        hands.day(f"#{word}-happenedOn", story.served.app.settings.today(story.served.clock()))
    if meets:
        hands.moment(f"#{word}-meetsAt", meets)
    hands.submit(f"#{word} button[type=submit]")
    said = story.visitors["staff"].page.locator("main").inner_text()
    assert story.visitors["staff"].page.locator("#said .done").count() == 1, said


def a_year_of_joint_work(story: Story) -> None:
    tomorrow = story.served.app.settings.today(story.served.clock()) + timedelta(days=1)
    step(story, "introduce")
    story.at("maker", story.introduction)
    story.shows("maker", EXPORTER, "已引荐")
    step(story, "schedule-meeting", meets=f"{tomorrow.isoformat()}T10:00")
    story.served.clock.advance(days=1)
    for name, visitor in story.visitors.items():
        visitor.sign_in(name)  # whoever was away for so long is signed out
    step(story, "record-meeting", day=True)
    step(story, "negotiate")
    story.at("secretary", story.introduction)
    story.shows("secretary", "洽谈中")


def the_first_order(story: Story) -> None:
    today = story.served.app.settings.today(story.served.clock())
    hands = story.at("staff", f"/deals/new?introduction={story.introduction.rpartition('/')[2]}")
    hands.choose("#deal-kind", "FIRST_EXPORT")
    hands.fill("#deal-title", "首批玉米收割机出口")
    hands.fill("#deal-amount", "5,000,000")
    hands.day("#deal-signedOn", today)
    hands.submit("#deal button[type=submit]")
    step(story, "sign-contract")
    story.at("staff", story.introduction)
    story.shows("staff", "已签约", "首批玉米收割机出口", AMOUNT)
    hands = story.hands("staff")
    hands.submit("main a[href^='/deals/']:not([href*='new'])")
    story.deal = story.visitors["staff"].path.partition("?")[0].partition("#")[0]
    prove(story, story.deal, "合同 2026-118")
    hands = story.at("exporter", f"/orders/new?deal={story.deal.rpartition('/')[2]}")
    for name, text in (
        ("orderNumber", "YYY-2026-001"),
        ("hsCode", "84335100"),
        ("amount", "5,000,000"),
        ("currency", "CNY"),
        ("incotermPlace", "青岛"),
        ("destination", "俄罗斯"),
        ("seller", EXPORTER),
        ("maker", MAKER),
    ):
        hands.fill(f"#order-{name}", text)
    hands.choose("#order-incoterm", "FOB")
    hands.choose("#order-customsMode", "0110")
    hands.day("#order-orderedOn", today)
    hands.tick("#order-firstExport")
    hands.submit("#order button[type=submit]")
    story.order = story.visitors["exporter"].path.partition("?")[0]
    story.shows("exporter", "YYY-2026-001", "FOB", AMOUNT)
    prove(story, story.order, "报关单")


def prove(story: Story, thing: str, title: str) -> None:
    """Staff attach what proves it."""
    hands = story.at("staff", thing)
    hands.choose("#evidence-kind", "CONTRACT")
    hands.fill("#evidence-title", title)
    hands.fill("#evidence-digest", "a" * 64)
    hands.submit("form#evidence button[type=submit], #evidence form button[type=submit]")
    story.shows("staff", title)


def the_money_is_confirmed(story: Story) -> None:
    for thing in (story.deal, story.order):
        for name in ("exporter", "maker"):
            hands = story.at(name, thing)
            if story.visitors[name].page.locator("form#confirm").count() == 0:
                continue  # who recorded it has confirmed it
            if thing == story.deal:
                hands.tick("form#confirm input[value=PROBABLY_NOT_WITHOUT]")
            hands.submit("form#confirm button[type=submit]")
        hands = story.at("reviewer", thing)
        hands.fill("#review-text", "合同与报关单相符")
        hands.submit("form#review button[value='1']")
        story.shows("reviewer", "已复核")


def it_is_reported(story: Story) -> None:
    story.at("secretary", "/outcomes")
    story.shows("secretary", AMOUNT)
    story.at("secretary", "/deals")
    story.shows("secretary", "首批玉米收割机出口", AMOUNT, "已复核")
    story.at("secretary", story.introduction)
    story.shows("secretary", "首批玉米收割机出口")
