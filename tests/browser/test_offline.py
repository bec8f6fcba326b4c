"""Without a network: entries outlive the tab and the server, arrive once and in order, and are nobody else's."""

import re
import subprocess
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.device import Device, Program, kept, rows, saved
from tests.browser.journal_steps import check_axe
from tests.servers import Installation, free_port, stop, wait_until_answers

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
AT = "document.querySelector('td[aria-selected=true]').cellIndex"
COLUMN = f"""() => {{
  const at = {AT};
  return [...document.querySelectorAll(".jg tbody tr")].map((row) => [Number(row.dataset.student), row.cells[at].textContent]);
}}"""  # noqa: E501
LESSON = f"() => Number(document.querySelectorAll('tr.days th')[{AT} - 1].dataset.lesson)"


class Server:
    """A server of the demo school that the test may stop and start again at the same address."""

    def __init__(self, demo: Installation) -> None:
        self.demo, self.port = demo, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = self.demo.launch(self.port)
        wait_until_answers(self.port, self.process, self.demo)

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process)


@pytest.fixture(scope="module")
def server(demo: Installation) -> Iterator[Server]:
    """Started once for the module."""
    found = Server(demo)
    yield found
    found.stop()


@pytest.fixture
def device(browser: Browser, server: Server) -> Iterator[Device]:
    """A computer in the teachers' room."""
    found = Device(browser, server.address)
    yield found
    found.context.close()
    assert found.faults == []


def program(server: Server) -> Program:
    """A program of the teacher Крылова."""
    scopes = ["--scope", "read_journal", "--scope", "write_journal"]
    told = server.demo.must("user", "token", "krylova", *scopes, "--days", "1", "--name", uuid.uuid4().hex[:8])
    return Program(server.address, str(re.search(r"parta_\S+", told)[0]))  # type: ignore[index]


def open_journal(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("td[aria-selected=true]")
    return page


def fill(page: Page) -> list[tuple[int, str]]:
    """Thirty entries in today's column: one mark for everybody who is there, the rest are absences."""
    page.keyboard.press("Control+Home")
    page.keyboard.press("KeyC")
    before = page.evaluate(COLUMN)
    here = [(int(student), text) for student, text in before if not re.search("^[нбу]|/", text)]
    marks = [(student, "4" if "5" in text else "5") for student, text in here]
    values = dict(marks)
    for student, _ in before:
        page.keyboard.press(f"Digit{values[int(student)]}" if int(student) in values else "ArrowDown")
    page.keyboard.press("Control+Home")
    page.keyboard.press("KeyC")
    absences = [(student, "н") for student in values][: 30 - len(marks)]
    for student, _ in before[: [int(one) for one, _ in before].index(absences[-1][0]) + 1]:
        page.keyboard.press("KeyY" if int(student) in values else "ArrowDown")
        if int(student) in values:
            page.get_by_role("button", name="работа сдана позже").click()
    return marks + absences


def sign_out_offline(page: Page) -> None:
    page.goto("/day/")
    page.locator("header details:has(form[action$='sign-out/']) > summary").click()
    page.get_by_role("button", name="Выйти").click()
    expect(page.locator("[role=alert]")).to_contain_text("Вы вышли на этом устройстве")


def entered(found: dict[str, Any]) -> list[tuple[int, str]]:
    return [(one["student"], one["value"]) for one in found["changes"] if one["student"]]


def test_thirty_entries_outlive_tab_and_server_arrive_once_in_order_and_nobody_else_sees_or_sends_them(
    server: Server, device: Device
) -> None:
    api = program(server)
    page = device.enter("krylova")
    address = str(page.get_by_role("link", name="Открыть журнал").first.get_attribute("href"))
    open_journal(page, address)
    kept(page, address)
    cursor = api.ask("/changes?cursor=now")["cursor"]
    device.network(False)
    typed = fill(page)
    lesson = page.evaluate(LESSON)
    expect(page.locator("[data-save]")).to_contain_text("Нет связи: 30 записей ждут на этом устройстве")
    page.close()
    server.stop()
    server.start()

    # the tab is opened again, still without a network: everything is on the screen, nothing has been sent
    page = open_journal(device.page(), address)
    expect(page.locator("[data-kept]")).to_contain_text("Нет связи, показано то, что было в")
    expect(page.locator(".st-queued")).to_have_count(len({student for student, _ in typed}))
    expect(page.locator("[data-save]")).to_contain_text("30 записей ждут")
    assert api.ask(f"/changes?cursor={cursor}")["changes"] == []

    # signed out without a network; another person on the same computer sees and sends nothing of it
    sign_out_offline(page)
    device.network(True)
    page.goto("/")
    page.wait_for_url("**/sign-in/")
    page.close()
    other = device.enter("petrova")
    other.goto("/journal/waiting/")
    expect(other.get_by_text("Всё дошло")).to_be_visible()
    left = rows(other, "operations")
    assert len(left) == 30
    assert "Ковалёв" not in str(left)
    assert '"value"' not in str(left)
    assert {one["person"] for one in rows(other, "pages")} <= {
        int(other.locator("body").get_attribute("data-person") or 0)
    }
    device.network(False)
    other.goto(address)
    expect(other.get_by_role("heading", name="Нет связи")).to_be_visible()
    expect(other.locator("body")).not_to_contain_text("Ковалёв")
    device.network(True)
    assert api.ask(f"/changes?cursor={cursor}")["changes"] == []
    other.goto("/day/")
    other.locator("header details:has(form[action$='sign-out/']) > summary").click()
    other.get_by_role("button", name="Выйти").click()
    other.wait_for_url("**/sign-in/")
    other.close()

    # meanwhile somebody has written into one of the cells
    course = int(re.findall(r"/courses/(\d+)/", address)[0])
    student, mine = typed[5]
    before = version_of(api, course, lesson, student)
    theirs = {
        "id": str(uuid.uuid4()),
        "kind": "mark",
        "lesson": lesson,
        "student": student,
        "value": "3",
        "base": before,
    }
    assert api.ask("/journal/operations", {"operations": [theirs]})["results"][0]["status"] == "applied"
    cursor = api.ask("/changes?cursor=now")["cursor"]

    # the same person signs in again: all arrive, in order; one is a conflict
    page = device.enter("krylova")
    expect(page.locator("[data-waiting]")).to_contain_text("Не дошло: 1 запись")
    assert entered(api.ask(f"/changes?cursor={cursor}")) == typed[:5] + typed[6:]
    page.goto("/journal/waiting/")
    expect(page.locator("[data-part=stuck]")).to_contain_text("здесь стало «3»")
    check_axe(page)
    page.get_by_role("button", name=f"Поставить: {mine}").click()
    expect(page.get_by_text("Всё дошло")).to_be_visible()
    assert entered(api.ask(f"/changes?cursor={cursor}")) == [*typed[:5], *typed[6:], typed[5]]
    assert version_of(api, course, lesson, student) == before + 2
    page.goto(f"/lessons/{lesson}/students/{student}/history/")
    expect(page.locator(".hist li").first).to_contain_text("без связи")
    assert rows(page, "operations") == []


def version_of(api: Program, course: int, lesson: int, student: int) -> int:
    """Version of the first mark of a cell, 0 when there was never one."""
    found = api.ask(f"/courses/{course}/journal")
    at = [one["lesson"] for one in found["columns"]].index(lesson)
    cell = next(one for one in found["rows"] if one["student"] == student)["cells"][at]
    return next((one["version"] for one in (cell or {}).get("marks", []) if one["slot"] == 1), 0)


def test_of_two_tabs_one_sends_and_the_other_knows(device: Device) -> None:
    page = device.enter("krylova")
    address = str(page.get_by_role("link", name="Открыть журнал").first.get_attribute("href"))
    first, second = open_journal(page, address), open_journal(device.page(), address)
    sent: list[str] = []
    device.context.on("request", lambda one: sent.append(one.url) if "/journal/operations/" in one.url else None)
    device.network(False)
    for key in ("Control+Home", "KeyC", "Digit3", "Digit3"):
        first.keyboard.press(key)
    words = "Нет связи: 2 записи ждут на этом устройстве"
    for tab in (first, second):
        expect(tab.locator("[data-save]")).to_contain_text(words)
    sent.clear()
    device.network(True)
    for tab in (first, second):
        saved(tab)
    assert len(sent) == 1


def test_the_diary_of_the_last_seen_week_opens_without_a_network_and_tells_its_time(device: Device) -> None:
    page = device.enter("daniil")
    address = re.sub(r"^https?://[^/]+", "", page.url)
    kept(page, address)
    device.network(False)
    page.goto("/")
    expect(page.locator("[data-kept]")).to_have_text(re.compile(r"^Нет связи, показано то, что было в \d+:\d\d$"))
    expect(page.locator(".day.today")).to_be_visible()
    page.goto(address.replace("diary", "marks"))
    expect(page.get_by_role("heading", name="Нет связи")).to_be_visible()
    page.get_by_role("link", name="Дневник").first.click()
    expect(page.locator(".day.today")).to_be_visible()
    device.network(True)
    page.reload()
    expect(page.locator("[data-kept]")).to_have_count(0)


def test_it_can_be_installed(device: Device) -> None:
    page = device.enter("daniil")
    chromium = device.context.new_cdp_session(page)
    found = chromium.send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["url"].endswith("/manifest.webmanifest")
    faults = chromium.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in faults if one["errorId"] != "in-incognito"] == []


ROWS_OF = """async () => {
  const files = await (await fetch("/service-worker.js")).text();
  const rows = await import(/"([^"]*offline.rows[^"]*)"/.exec(files)[1]);
  const row = (id, more) => ({id, state: "waiting", sent: false, late: false, after: "", base: 0, span: "", ...more});
  const known = (id) => ({gone: 7})[id];
  const ids = (list) => list.map((one) => one.id);
  const told = {};

  // a newer entry takes the place of an unsent one, goes behind a sent one, learns the version of an answered one
  const stored = [row("a", {seq: 1, base: 3}), row("b", {seq: 2, sent: true})];
  const behind = [{row: row("d", {after: "b"}), instead: "b"}, {row: row("e", {after: "gone"})}];
  const put = rows.placed(stored, [{row: row("c"), instead: "a"}, ...behind], known);
  const added = put.add.map((one) => [one.id, one.after, one.base]);
  told.placed = [put.put.map((one) => [one.seq, one.id, one.base]), added, put.value];
  const two = rows.placed([], [{row: row("a")}, {row: row("b"), instead: "a"}], known);
  told.together = [ids(two.add), two.value];

  // a batch ends before an entry that needs an answer, and where the days of averages change
  told.batch = ids(rows.batchOf([row("a"), row("b"), row("c", {after: "b"}), row("d")], 9));
  told.spans = ids(rows.batchOf([row("a", {span: "x"}), row("b", {span: "y"})], 9));
  told.stuck = ids(rows.batchOf([row("a", {state: "refused"}), row("b")], 9));

  // answers: the next one learns the version, a conflict holds everything behind it, a refusal lets it go on
  const chain = () => [row("a", {seq: 1}), row("b", {seq: 2, after: "a"}), row("c", {seq: 3, after: "b"})];
  const after = (status, version) => {
    const list = chain();
    const {put, drop} = rows.settled(list, [{id: "a", result: {status, version}}]);
    return [drop, put.map((one) => [one.id, one.state, one.after, one.base])];
  };
  told.applied = after("applied", 5);
  told.conflict = after("conflict", 5);
  told.refused = after("locked", 0);

  // chosen by hand: sent again upon the other's version, with what was held; or given up
  const held = chain();
  rows.settled(held, [{id: "a", result: {status: "conflict"}}]);
  told.again = rows.again(held, "a", {base: 6, sealed: "x"}).put.map((one) => [one.id, one.state, one.base, one.after]);
  const given = chain();
  rows.settled(given, [{id: "a", result: {status: "conflict"}}]);
  const gone = rows.dropped(given, ["a"]);
  told.dropped = [gone.drop, gone.put.map((one) => [one.id, one.state, one.after])];
  return told;
}"""


def test_the_order_of_entries_their_versions_and_what_a_conflict_holds(device: Device) -> None:
    assert device.page("/sign-in/").evaluate(ROWS_OF) == {
        "placed": [[[1, "c", 3]], [["d", "b", 0], ["e", "", 7]], ["a"]],
        "together": [["b"], ["a"]],
        "batch": ["a", "b"],
        "spans": ["a"],
        "stuck": ["b"],
        "applied": [[1], [["b", "waiting", "", 5]]],
        "conflict": [[], [["a", "conflict", "", 0], ["b", "held", "a", 0], ["c", "held", "b", 0]]],
        "refused": [[], [["a", "refused", "", 0], ["b", "waiting", "", 0]]],
        "again": [["a", "waiting", 6, ""], ["b", "waiting", 0, "a"], ["c", "waiting", 0, "b"]],
        "dropped": [[1], [["b", "waiting", ""], ["c", "waiting", "b"]]],
    }


def test_when_the_sign_in_has_ended_entries_wait_for_the_same_person_and_ask_for_it_in_words(device: Device) -> None:
    page = device.enter("krylova")
    open_journal(page, str(page.get_by_role("link", name="Открыть журнал").first.get_attribute("href")))
    cookies = device.context.cookies()
    device.context.clear_cookies(name="sessionid")
    page.keyboard.press("Digit3")
    expect(page.locator("[data-save]")).to_contain_text("Вход закончился: 1 запись ждёт на этом устройстве")
    expect(page.locator("[data-save]").get_by_role("link", name="Войти")).to_be_visible()
    gate = device.page("/sign-in/")
    expect(gate.locator("[data-left]")).to_contain_text("ждёт отправки 1 запись")
    device.context.add_cookies([one for one in cookies if one["name"] == "sessionid"])  # type: ignore[misc]
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    saved(page)


def test_on_a_phone_a_lesson_is_taken_without_a_network(browser: Browser, server: Server) -> None:
    phone = Device(browser, server.address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = phone.enter("krylova")
    lesson = str(page.locator("[data-ahead] a[href^='/lessons/']").last.get_attribute("href"))
    kept(page, f"{lesson}?tab=record")
    phone.network(False)
    page.goto(f"{lesson}?tab=absent")
    page.locator("[name=absent]:not(:checked)").last.evaluate("(box) => box.closest('label').click()")
    page.locator("[data-done]").tap()
    page.locator(".key.m4").tap()
    expect(page.locator("[data-save]")).to_contain_text("Нет связи: 3 записи ждут на этом устройстве")
    phone.network(True)
    expect(page.locator("[data-save]")).to_contain_text("Всё сохранено")
    assert rows(page, "operations") == []
    phone.context.close()
    assert phone.faults == []
