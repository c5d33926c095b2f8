"""The frame and the parts in a real browser: for every reader, on every width, in light and in dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PAGES = ["", "form", "refusal", "nothing"]
WIDTHS = (320, 360, 768, 1600)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WINDOWS = [{"width": width, "scheme": scheme} for width in (1280, 360) for scheme in ("light", "dark")]


def window(wanted):
    return "-".join(str(value) for value in wanted.values())


def violations(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def refused_by_policy(page):
    return [text for text in page.complaints if "Content Security Policy" in text or "Error:" in text]


def send_in_with_faults(page):
    page.fill("#f-title", "ord " * 40)
    page.click(".actions [name=submit]")


@pytest.mark.parametrize("page", WINDOWS, ids=window, indirect=True)
def test_no_part_and_no_field_shuts_anybody_out(page, gallery_url):
    for name in ("", "form"):
        page.goto(f"{gallery_url}/{name}")
        assert violations(page) == []
    send_in_with_faults(page)
    assert violations(page) == []
    assert refused_by_policy(page) == []


@pytest.mark.parametrize("name", ["refusal", "nothing"])
def test_not_even_an_error_shuts_anybody_out(page, gallery_url, name):
    page.goto(f"{gallery_url}/{name}")
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(page, gallery_url, name):
    page.goto(f"{gallery_url}/{name}")
    too_wide = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        too_wide |= {width: excess} if excess > 0 else {}
    assert too_wide == {}


def test_whoever_made_a_fault_is_led_to_it(page, gallery_url):
    page.goto(f"{gallery_url}/form")
    send_in_with_faults(page)
    assert page.evaluate("document.activeElement.id") == "form-faults"
    page.click("#form-faults a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "f-title"
    assert page.title().startswith("Fel: ")


@pytest.mark.parametrize("page", [{"script": True}, {"script": False}], ids=window, indirect=True)
def test_groups_are_added_moved_and_removed_with_and_without_script(page, gallery_url):
    def names():
        boxes = page.locator("#f-contacts [name=name]")
        return [boxes.nth(number).input_value() for number in range(boxes.count())]

    page.goto(f"{gallery_url}/form")
    page.fill("#f-title", "En annan rubrik")
    page.click("#f-contacts > button")
    page.wait_for_selector("#f-contacts-2-name")
    assert page.evaluate("document.activeElement.id") == "f-contacts-2-name"
    page.fill("#f-contacts-2-name", "Åsa Nilsson")
    page.get_by_role("button", name="Flytta upp Kontakt 3").click()
    expect(page.locator("#f-contacts-1-name")).to_have_value("Åsa Nilsson")
    assert names() == ["Maria Lindqvist", "Åsa Nilsson", "Erik Mellbin"]
    page.get_by_role("button", name="Ta bort Maria Lindqvist").click()
    expect(page.locator("#f-contacts-2-name")).to_have_count(0)
    assert names() == ["Åsa Nilsson", "Erik Mellbin"]
    assert page.input_value("#f-title") == "En annan rubrik"


def test_with_script_the_rest_of_the_form_is_left_alone(page, gallery_url):
    page.goto(f"{gallery_url}/form")
    page.evaluate("document.querySelector('#f-title').dataset.mark = 'same'")
    page.click("#f-contacts > button")
    page.wait_for_selector("#f-contacts-2-name")
    assert page.evaluate("document.querySelector('#f-title').dataset.mark") == "same"


def test_enter_in_a_field_sends_the_form_and_never_removes_a_group(page, gallery_url):
    page.goto(f"{gallery_url}/form")
    page.press("#f-contacts-0-role", "Enter")
    page.wait_for_load_state()
    assert "Erik Mellbin" in page.content()
    assert "'title'" in page.content()


def test_words_are_counted_while_one_writes(page, gallery_url):
    page.goto(f"{gallery_url}/form")
    page.fill("#f-idea", "ett två tre")
    assert page.inner_text("#f-idea-words") == "3 ord"
    page.fill("#f-idea", "ett")
    assert page.inner_text("#f-idea-words") == "1 ord"


def test_a_list_can_be_walked_with_keys(page, gallery_url):
    page.goto(gallery_url)
    page.focus("#row-3, .list tbody a >> nth=0")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').querySelector('input').value") == "8"
    page.keyboard.press("Space")
    assert page.is_checked(".list input[value='8']")
    page.keyboard.press("?")
    assert page.evaluate("document.querySelector('details.keys').open")


def test_no_target_is_too_small_to_hit(page, gallery_url):
    page.goto(gallery_url)
    controls = page.locator(".btn, .mast nav a, .duties a")
    heights = [box["height"] for box in (one.bounding_box() for one in controls.all()) if box]
    assert min(heights) >= 44
