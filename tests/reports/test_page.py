"""The page of a plan in a browser: it shows, filters, moves by key and draws; it runs no text and asks for nothing.

Needs Chromium on PATH; without it these tests are skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harnessiac.cli.main import run

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EVIL = "</script><script>window.harmed = 1</script><img src=x onerror='window.harmed = 1'></pre></details>"
CONFIGURATION = """
resource "harness_platform_connector_docker" "hub" {{
  identifier = "hub"
  name       = "The hub"
  org_id     = "default"
  project_id = "shop"
  type       = "DockerHub"
  url        = "https://index.docker.io/v2/"
}}

resource "harness_platform_connector_docker" "{fresh}" {{
  identifier = "{fresh}"
  name       = "Comes and goes"
  type       = "Other"
  url        = "https://{fresh}.example.com"
}}

resource "harness_platform_service" "web" {{
  for_each   = toset(["a", "b <i>&\\" c"])
  identifier = "web_${{length(each.key)}}"
  name       = "Web {evil}"
  org_id     = "default"
  project_id = "shop"
  yaml       = <<-EOT
    service:
      name: "Web {evil}"
      identifier: web_${{length(each.key)}}
      serviceDefinition:
        type: Kubernetes
        spec:
          variables:
            - name: evil
              type: String
              value: "{evil} {tag}"
          artifacts:
            primary:
              primaryArtifactRef: nginx
              sources:
                - identifier: nginx
                  type: DockerRegistry
                  spec:
                    connectorRef: ${{harness_platform_connector_docker.hub.id}}
                    imagePath: library/nginx
                    tag: "{tag}"
  EOT
}}

check "shop" {{
  assert {{
    condition     = length(harness_platform_connector_docker.{fresh}.identifier) == 5
    error_message = "Not everybody has {tag} yet. {evil}"
  }}
}}

output "tag" {{
  value = "{tag} {evil}"
}}
"""
WEB = 'harness_platform_service.web["a"]'


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a plan that deletes one connector, makes another and updates two services that need a third."""
    folder = tmp_path_factory.mktemp("page")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        (folder / "main.tf").write_text(CONFIGURATION.format(fresh="first", tag="1.27", evil=EVIL))
        assert run(["apply", "-auto-approve"]) == 0
        (folder / "main.tf").write_text(CONFIGURATION.format(fresh="second", tag="1.29", evil=EVIL))
        assert run(["plan", "-format=html=plan.html"]) == 0
    return folder / "plan.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def opened(browser, file: Path) -> Iterator[Callable[..., object]]:  # type: ignore[no-untyped-def]
    """Opens the page; afterwards nothing but the file was asked for, and the console stayed empty."""
    contexts, said = [], []

    def open_(**settings: object) -> object:
        context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}, **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: said.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert set(said) == {file.as_uri()}


@pytest.fixture
def page(opened):  # type: ignore[no-untyped-def]
    return opened()


def shown(page) -> list[str]:  # type: ignore[no-untyped-def]
    rows = page.locator("#changes details.row")
    return [row.get_attribute("id") for row in rows.all() if row.is_visible()]


ADDRESSES = [
    "harness_platform_connector_docker.first",
    WEB,
    'harness_platform_service.web["b <i>&\\" c"]',
    "harness_platform_connector_docker.second",
]


def test_everything_is_there(page) -> None:  # type: ignore[no-untyped-def]
    assert page.title() == "Plan"
    assert page.locator(".totals li").all_inner_texts() == [
        "1 to delete",
        "2 to update",
        "1 to create",
        "1 output to change",
        "1 warning",
    ]
    assert shown(page) == ADDRESSES
    assert "Not everybody has 1.29 yet." in page.locator("#findings").inner_text()
    assert "main.tf:" in page.locator("#findings .place").inner_text()
    assert page.locator("#outputs ins").inner_text() == f'"1.29 {EVIL}"'
    assert page.locator("table.sides").count() == 0, "differences are set when they are opened"


def test_text_of_a_service_runs_nothing(page) -> None:  # type: ignore[no-untyped-def]
    page.locator("#open").click()
    assert page.evaluate("window.harmed") is None
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 3
    assert f'value: "{EVIL} 1.29"' in page.locator(f"details[id='{WEB}'] .sides").inner_text()


def test_nothing_else_could_run(browser, file: Path) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page()
    page.goto(file.as_uri())
    tries = {
        "markup from a script": "document.body.innerHTML = '<b>x</b>'",
        "a script": "(() => { const s = document.createElement('script'); s.text = 'window.harmed = 1';"
        " document.body.append(s); if (!window.harmed) throw new Error('refused'); })()",
        "a request": "fetch('https://harness.example/')",
    }
    for attempt in tries.values():
        with pytest.raises(sync_api.Error):
            page.evaluate(attempt)
    assert page.evaluate("window.harmed") is None
    page.close()


def test_search_looks_into_yaml_and_counts(page) -> None:  # type: ignore[no-untyped-def]
    page.locator("#search").fill("LIBRARY/nginx 1.29")
    sync_api.expect(page.locator("#shown")).to_have_text("2 of 4")
    assert shown(page) == ADDRESSES[1:3]
    page.locator("#search").fill("connector_docker.hub")
    sync_api.expect(page.locator("#shown")).to_have_text("0 of 4")  # what a service needs is not what it is
    page.locator("#none button").click()
    assert shown(page) == ADDRESSES


def test_filters_add_up(page) -> None:  # type: ignore[no-untyped-def]
    page.locator("button.verb.create").click()
    assert shown(page) == ADDRESSES[3:]
    page.locator("button.verb.update").click()
    assert shown(page) == ADDRESSES[1:]
    page.locator("#kind").select_option("Service")
    assert shown(page) == ADDRESSES[1:3]
    page.locator("#scope").select_option("account")
    assert shown(page) == []
    page.keyboard.press("Escape")
    page.locator("a.total.delete").click()
    assert shown(page) == ADDRESSES[:1]


def test_keys(page) -> None:  # type: ignore[no-untyped-def]
    def focused() -> str:
        return page.evaluate("document.activeElement.closest('details')?.id ?? document.activeElement.id")

    page.keyboard.press("j")
    assert focused() == ADDRESSES[0]
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    assert focused() == WEB
    page.keyboard.press("Enter")
    assert page.locator(f"details[id='{WEB}']").get_attribute("open") is not None
    page.keyboard.press("/")
    assert focused() == "search"
    page.keyboard.type("j/k")
    assert page.locator("#search").input_value() == "j/k", "letters are letters there"
    page.locator("#search").fill("second")
    sync_api.expect(page.locator("#shown")).to_have_text("1 of 4")
    page.keyboard.press("ArrowDown")
    assert focused() == ADDRESSES[3]
    page.keyboard.press("Escape")
    assert shown(page) == ADDRESSES
    page.keyboard.press("g")
    assert not page.locator(".graph [role=img]").is_visible()


def test_side_by_side(page) -> None:  # type: ignore[no-untyped-def]
    row = page.locator(f"details[id='{WEB}']")
    row.locator("summary").click()
    row.locator(".sides").wait_for()
    assert row.locator(".fields th").all_inner_texts()[-1].endswith("sources[nginx].spec.tag")
    assert row.locator(".sides tr:not(.same) .old del").all_inner_texts() == ["7", "7"]
    assert row.locator(".sides tr:not(.same) .new ins").all_inner_texts() == ["9", "9"]
    line = row.locator(".sides tr:not(.same):not(.gap)").last.locator("td").all_inner_texts()
    assert [text.strip() for text in line] == ["20", 'tag: "1.27"', "20", 'tag: "1.29"']
    created = page.locator("details.row").last
    created.locator("summary").click()
    created.locator(".sides").wait_for()
    assert created.locator(".sides.one tr").first.locator("td").all_inner_texts() == ["1", "connector:"]


def test_a_node_leads_to_its_change(page) -> None:  # type: ignore[no-untyped-def]
    page.locator("#search").fill("second")
    sync_api.expect(page.locator("#shown")).to_have_text("1 of 4")
    box = page.locator(".graph [role=img]")
    nodes = box.evaluate(
        "box => box._cyreg.cy.nodes().map(n => [n.data('label'), n.data('verb') ?? '', n.renderedPosition()])"
    )
    assert {(label, verb) for label, verb, _ in nodes} == {
        ("service.web", "update"),
        ("connector_docker.hub", ""),
        ("connector_docker.first", "delete"),
        ("connector_docker.second", "create"),
    }
    place = next(place for label, _, place in nodes if label == "service.web")
    box.click(position=place)
    row = page.locator(f"details[id='{WEB}']")
    row.locator(".sides").wait_for()
    assert page.evaluate("document.activeElement.closest('details').id") == WEB
    assert shown(page) == ADDRESSES, "what was filtered out is shown again"


def test_a_link_leads_to_its_change(opened, file: Path) -> None:  # type: ignore[no-untyped-def]
    page = opened()
    row = page.locator("details.row").nth(2)
    row.locator("summary").click()
    row.locator("a.self").click()
    address = page.evaluate("location.hash")
    page.reload()
    assert page.locator("details.row[open]").get_attribute("id") == ADDRESSES[2]
    assert "%22" in address
    page.evaluate("history.replaceState(null, '', ' ')")


def test_without_scripts_it_is_a_list(opened) -> None:  # type: ignore[no-untyped-def]
    page = opened(java_script_enabled=False)
    assert page.locator("details.row").count() == 4
    assert not page.locator(".tools").is_visible()
    assert not page.locator(".graph").is_visible()
    row = page.locator(f"details[id='{WEB}']")
    row.locator("summary").click()
    assert '+                tag: "1.29"' in row.locator("pre").inner_text()


def test_paper_has_everything_open(page) -> None:  # type: ignore[no-untyped-def]
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.row[open] .sides").count() == 4
    assert page.locator(".graph > img").is_visible()
    assert not page.locator(".tools").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.row[open]").count() == 0


def test_narrow_and_dark(opened) -> None:  # type: ignore[no-untyped-def]
    page = opened(viewport={"width": 380, "height": 800}, color_scheme="dark")
    page.locator("#open").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 22, 29)"
