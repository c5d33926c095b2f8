"""Pages: the frame, the words, the links and the shapes, for every reader and every host."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from pyramid.config import Configurator
from pyramid.csrf import CookieCSRFStoragePolicy
from webtest import TestApp as Browser

from gallery import gallery_app
from gallery_samples import PLACES, Reader
from house_reading import HOME, ROOT
from reglab_workflow.web.frame import Message
from reglab_workflow.web.marking import SPRITE, icon, prose
from reglab_workflow.web.states import LOOKS, look_of, state_shown
from reglab_workflow.workflow.definition import State, Workflow

SWEDISH = {"Accept-Language": "sv"}


class Root(dict):
    __name__ = ""
    __parent__ = None
    title = ""


def site(template: Path, view=lambda request: {}, **request_names):
    """An application with one page at every address."""
    config = Configurator(settings={}, root_factory=lambda request: request_names.get("root", Root()))
    config.set_csrf_storage_policy(CookieCSRFStoragePolicy())
    config.include("reglab_workflow.web.rendering")
    for name, value in request_names.items():
        config.add_request_method(lambda request, value=value: value, name, reify=True)
    config.add_route("all", "/*path", factory=lambda request: request_names.get("root", Root()))
    config.add_view(view, route_name="all", renderer=str(template))
    return config


@pytest.fixture
def write(tmp_path):
    def write(body, name="page.pt"):
        path = tmp_path / name
        path.write_text(body, encoding="utf-8")
        return path
    return write


@pytest.fixture
def render(write):
    """The text of a template, seen by a Swedish reader."""
    def render(body, view=None, address="/", headers=SWEDISH, **names):
        config = site(write(body), lambda request: view or {}, **names)
        return Browser(config.make_wsgi_app()).get(address, headers=headers).text.strip()
    return render


FRAMED = """<metal:page use-macro="layout.macros['page']" i18n:domain="reglab_workflow">
<metal:title fill-slot="title">Mitt</metal:title>
<metal:main fill-slot="main"><p>Hej</p></metal:main></metal:page>"""


def framed(write, address="/", headers=SWEDISH, **names):
    return Browser(site(write(FRAMED), **names).make_wsgi_app()).get(address, headers=headers).html


# -- the frame -----------------------------------------------------------------------------------------------


def test_a_page_says_its_language_and_its_title(write):
    page = framed(write)
    assert page.html["lang"] == "sv"
    assert page.title.get_text() == "Mitt – Reglab"
    assert framed(write, headers={"Accept-Language": "en"}).html["lang"] == "en"


def test_the_first_link_leads_past_the_menu(write):
    page = framed(write)
    first = page.body.find("a")
    assert first["href"] == "#content"
    assert page.find(id="content").name == "main"


@pytest.mark.parametrize(("address", "word"), [
    ("/", "Start"), ("/rounds", "Förslag"), ("/rounds/2027/proposals/fem-mil", "Förslag"),
    ("/projects", "Lärprojekt"), ("/roundsabout", None),
])
def test_the_menu_has_five_words_and_marks_where_one_is(write, address, word):
    menu = framed(write, address).find("nav", attrs={"aria-label": "Huvudmeny"})
    assert len(menu.find_all("a")) == 5
    here = [link.get_text() for link in menu.find_all("a", attrs={"aria-current": "page"})]
    assert here == ([word] if word else [])


def test_a_visitor_is_invited_to_sign_in(write):
    page = framed(write)
    assert page.find("a", href="/login").get_text() == "Logga in"
    assert page.find("form", action="/logout") is None


def test_a_person_can_sign_out_by_a_form_with_our_token(write):
    page = framed(write, actor=Reader(), site=PLACES)
    form = page.find("form", action="/logout")
    assert form["method"] == "post"
    assert form.find("input", attrs={"name": "csrf_token"})["value"]
    assert page.find(class_="who").b.get_text() == "Maria Lindqvist"


@pytest.mark.parametrize(("principal", "word", "standing"), [
    ("office", "Bordet", "Kansliet"), ("auditor", "Mitt", "Granskare"), ("member", "Mitt", "Region Skåne"),
])
def test_a_person_sees_what_he_or_she_is_here(write, principal, word, standing):
    page = framed(write, actor=Reader(principals={principal: None}), site=PLACES)
    assert page.find("nav").a.get_text() == word
    assert page.find(class_="who").span.get_text() == f"Maria Lindqvist{standing}"


def test_the_other_language_is_one_link_away_and_leads_back(write):
    link = framed(write, "/rounds?text=data").find("a", lang="en")
    assert link["href"] == "/language?to=en&back=%2Frounds%3Ftext%3Ddata"
    assert link.get_text() == "English"


def test_accessibility_is_explained_on_every_page(write):
    foot = framed(write).footer
    assert [link["href"] for link in foot.find_all("a")][:3] == ["/calendar", "/workflows", "/pages/tillganglighet"]


def test_what_has_been_done_is_told_above_the_page(write):
    page = framed(write, done_message=(Message("Sparat <b>nu</b>"), Message("Sent", "heed", "/", "Se")))
    done, heed = page.find_all(class_="word")
    assert done.p.get_text() == "Sparat <b>nu</b>"
    assert done["role"] == "status"
    assert heed.a.get_text() == "Se"


def test_a_site_inside_another_keeps_to_its_own_addresses(write):
    browser = Browser(site(write(FRAMED)).make_wsgi_app(), extra_environ={"SCRIPT_NAME": "/reglab"})
    page = browser.get("/rounds", headers=SWEDISH).html
    assert {link["href"] for link in page.nav.find_all("a")} == {
        "/reglab/", "/reglab/rounds", "/reglab/projects", "/reglab/organisations", "/reglab/search"}


# -- names of templates --------------------------------------------------------------------------------------


def test_what_comes_from_people_is_escaped(render):
    assert render("<p>${title}</p>", {"title": "<script>"}) == "<p>&lt;script&gt;</p>"


def test_words_are_translated_and_dates_told(render):
    body = """<p i18n:domain="reglab_workflow"><b i18n:translate="">Save</b> ${date(day)} ${short(day)}</p>"""
    assert render(body, {"day": date(2024, 9, 27)}) == \
        "<p><b>Spara</b> 27 september 2024 27 sep</p>"


def test_a_link_is_a_path_without_host_and_without_a_last_slash(render):
    root = Root()
    item = SimpleNamespace(__name__="fem mil", __parent__=root)
    body = """<p>${link(item)} ${link(item, 'do', 'submit')} ${link(root)} ${link(item, query={'q': 1})}
${link(item, anchor='a')}</p>"""
    assert render(body, {"item": item, "root": root}) == \
        "<p>/fem%20mil /fem%20mil/do/submit / /fem%20mil?q=1\n/fem%20mil#a</p>"


def test_may_asks_the_rights(render):
    def may(actor, permission, item):
        return (actor.person, permission, item) == ("maria", "edit", 1)
    answers = render("${may('edit', 1)} ${may('view', 1)}", rights=SimpleNamespace(may=may), actor=Reader())
    assert answers == "True False"


def test_a_boolean_attribute_is_there_or_not(render):
    shown = render('<input checked="${1}" required="${None}" disabled="${False}">')
    assert shown == '<input checked="checked">'


# -- parts ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gallery():
    return Browser(gallery_app()).get("/", headers=SWEDISH).html


def test_the_current_step_is_marked_and_said(gallery):
    [step] = gallery.select(".steps [aria-current=step]")
    assert step.find(class_="here").get_text() == "Här är det nu"
    assert [li.b.get_text() for li in gallery.select(".steps > .to-come")] == ["Utvalt", "Pågår", "Avslutat"]
    assert "Inte bestämt än" in gallery.select(".steps > li")[-1].get_text()


def test_an_allowed_step_without_questions_is_one_button(gallery):
    form = gallery.find("form", action="/do/submit")
    assert form.find("input", attrs={"name": "seen"})["value"] == "4"
    assert form.find("input", attrs={"name": "csrf_token"})["value"]
    assert form.button.get_text() == "Lämna in igen"


@pytest.mark.parametrize("name", ["invite", "remove"])
def test_a_step_that_asks_or_warns_has_a_page_of_its_own(gallery, name):
    assert gallery.find("a", href=f"/do/{name}") is not None
    assert gallery.find("form", action=f"/do/{name}") is None


def test_a_refused_step_says_why_beside_the_button(gallery):
    button = gallery.find("button", attrs={"aria-disabled": "true"})
    assert not button.has_attr("disabled")
    assert "tills det har diskuterats" in gallery.find(id=button["aria-describedby"]).get_text()
    assert gallery.find("a", href="/rights?what=withdraw") is not None


def test_only_one_button_of_a_group_is_filled(gallery):
    assert len(gallery.select(".now .btn.first")) == 1


def test_a_timeline_tells_when_and_from_where_to_where(gallery):
    first = gallery.select_one(".log > li")
    assert first.time["datetime"]
    assert first.find(class_="when").get_text().endswith("för 9 dagar sedan")
    assert [state.get_text() for state in first.select(".state")] == ["Inlämnat", "Diskuterat på idémöte"]


def test_an_unknown_fact_is_written_out(gallery):
    assert "Inte bestämt än" in gallery.find(class_="facts").get_text()


def test_plain_text_becomes_paragraphs_and_points():
    assert str(prose("Ett <b>\ntvå\n\n- tre\n  fyra\n* fem\nsex")) == (
        "<p>Ett &lt;b&gt;<br>två</p><ul><li>tre fyra</li><li>fem</li></ul><p>sex</p>")
    assert str(prose(None)) == ""


# -- shapes --------------------------------------------------------------------------------------------------


def icons_named() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.pt")]
    return set(re.findall(r"\bicon\('([\w-]+)'", " ".join(texts)))


def test_every_icon_that_a_page_names_is_in_the_sprite():
    drawn = set(re.findall(r'id="i-([\w-]+)"', SPRITE.read_text(encoding="utf-8")))
    assert sorted(icons_named() - drawn) == []
    workflow = SimpleNamespace(initial="")
    shown = {state_shown(workflow, State(look, {}, tags=(f"looks:{look}",)), "sv").icon for look in LOOKS}
    assert sorted(shown - drawn) == []


def test_an_icon_is_silent_and_escaped():
    assert 'aria-hidden="true"' in icon("ok")
    assert '"><script>' not in icon('"><script>')


def life(*states):
    return Workflow("life", 1, states[0].name, {}, {state.name: state for state in states}, {})


def test_every_state_has_a_look():
    draft, odd, over = State("idea", {}), State("simmering", {}), State("over", {}, final=True)
    tagged = State("odd", {}, tags=("looks:parked",))
    workflow = life(draft, odd, over, tagged)
    looks = [look_of(workflow, state) for state in (draft, odd, over, tagged, State("submitted", {}))]
    assert looks == ["draft", "running", "closed", "parked", "submitted"]


def test_a_state_has_its_word_in_the_readers_language_and_a_friendly_one():
    state = State("submitted", {"sv": "Inlämnat", "en": "Submitted"}, friendly={"sv": "Hos kansliet"})
    assert state_shown(life(state), state, "en").title == "Submitted"
    assert state_shown(life(state), state, "sv", friendly=True).title == "Hos kansliet"


def test_no_state_is_known_under_two_looks():
    states = " ".join(LOOKS.values()).split()
    assert sorted({state for state in states if states.count(state) > 1}) == []


# -- files and hosts -----------------------------------------------------------------------------------------


def test_styles_have_an_address_that_follows_their_content(write):
    browser = Browser(site(write(FRAMED)).make_wsgi_app())
    sheets = [link["href"] for link in browser.get("/").html.find_all("link", rel="stylesheet")]
    without = [re.sub(r"[0-9a-f]{12}$", "…", href) for href in sheets]
    assert without == ["/static/tokens.css?x=…", "/static/base.css?x=…"]
    answer = browser.get(sheets[0])
    assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_the_font_is_fetched_once(write):
    """The preload must name the same address as the style sheet, or the browser loads it twice."""
    browser = Browser(site(write(FRAMED)).make_wsgi_app())
    preload = browser.get("/").html.find("link", rel="preload")["href"]
    sheet = (HOME / "static" / "tokens.css").read_text(encoding="utf-8")
    assert preload.removeprefix("/static/") in re.findall(r'url\("([^"]+)"\)', sheet)


def test_no_file_of_ours_comes_from_another_host():
    for path in (HOME / "static").glob("*.*"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert re.findall(r"https?://", text) == [], path


def test_a_host_may_replace_the_frame(write):
    frame = '<metal:page define-macro="page"><main><metal:main define-slot="main"/></main></metal:page>'
    theme = write(frame, "theme.pt")
    config = site(write(FRAMED))
    config.override_asset("reglab_workflow.templates:layout.pt", str(theme))
    assert Browser(config.make_wsgi_app()).get("/").text.strip() == "<main><p>Hej</p></main>"


def test_a_host_may_replace_the_look_of_one_field(write):
    field = write('<input id="${field.oid}" name="${field.name}" class="host">', "textinput.pt")

    def override(config):
        config.override_asset("reglab_workflow.templates:deform/textinput.pt", str(field))
    page = Browser(gallery_app(include=override)).get("/form").html
    assert page.find(id="f-contacts-0-name")["class"] == ["host"]


def test_a_template_is_cooked_once(write):
    config = site(write("<p/>"))
    assert config.registry.templates("reglab_workflow.templates:parts.pt") is \
        config.registry.templates("reglab_workflow.templates:parts.pt")

