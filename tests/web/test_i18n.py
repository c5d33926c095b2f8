"""One catalogue of words from many files, and the language of each reader."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from babel.messages.pofile import read_po
from pyramid import testing
from pyramid.path import AssetResolver
from pyramid.request import Request, apply_request_extensions

from reglab_workflow.i18n import SUPPORT, CatalogueError, _, in_language, read_catalogues
from reglab_workflow.web import localizing

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'


def entry(msgid, msgstr, before=""):
    return f'\n{before}msgid "{msgid}"\nmsgstr "{msgstr}"\n'


@pytest.fixture
def write(tmp_path):
    def write(name, *entries, language="sv"):
        folder = tmp_path / language
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.po").write_text(HEAD + "".join(entries), encoding="utf-8")
        return tmp_path
    return write


@pytest.fixture
def config():
    with testing.testConfig(settings={}) as config:
        config.include("reglab_workflow.web.localizing")
        config.commit()
        yield config


def request(config, accept="", cookie="", told=None):
    headers = {"Accept-Language": accept} if accept else {}
    request = Request.blank("/", headers=headers)
    if cookie:
        request.headers["Cookie"] = f"lang={cookie}"
    request.registry = config.registry
    if told is not None:
        request.actor = SimpleNamespace(language=told)
    apply_request_extensions(request)
    return request


# -- catalogues ----------------------------------------------------------------------------------------------


def test_the_words_of_all_files_are_read_as_one(write):
    write("proposal", entry("Idea", "Idé"))
    folder = write("round", entry("Round", "Omgång"))
    words = read_catalogues("sv", [folder])["reglab_workflow"]
    assert [words.get(msgid).string for msgid in ("Idea", "Round")] == ["Idé", "Omgång"]


def test_two_files_that_word_it_differently_are_both_named(write):
    write("proposal", entry("Idea", "Idé"))
    folder = write("round", entry("Idea", "Tanke"))
    with pytest.raises(CatalogueError) as error:
        read_catalogues("sv", [folder])
    assert "'Idea'" in str(error.value)
    assert {"proposal.po", "round.po"} <= set(re.findall(r"\w+\.po", str(error.value)))


def test_two_files_may_say_the_same(write):
    write("proposal", entry("Idea", "Idé"))
    folder = write("round", entry("Idea", "Idé"))
    assert read_catalogues("sv", [folder])["reglab_workflow"].get("Idea").string == "Idé"


def test_a_guess_and_an_empty_entry_are_no_words(write):
    folder = write("proposal", entry("Idea", "Idé", "#, fuzzy\n"), entry("Round", ""))
    assert [message.id for message in read_catalogues("sv", [folder])["reglab_workflow"] if message.id] == []


def test_every_line_that_cannot_be_read_is_listed(write):
    write("one", '\nmsgid "Round"\nmsgstr Omgång\n')
    folder = write("two", entry("Idea", "Idé").replace('"Idé"', '"Idé'))
    with pytest.raises(CatalogueError) as error:
        read_catalogues("sv", [folder])
    assert re.findall(r"\w+\.po:\d+", str(error.value)) == ["one.po:6", "two.po:6"]


def test_the_words_of_a_host_win_over_ours(write, config):
    folder = write("host", entry("Proposals", "Ansökningar"))
    config.add_words(str(folder))
    config.begin()
    localizer = localizing.localizer_for("sv", [], [localizing.LOCALE, folder])
    assert localizer.translate(_("Proposals")) == "Ansökningar"
    assert localizer.translate(_("Save")) == "Spara"


@pytest.mark.parametrize("library", SUPPORT)
def test_every_sentence_of_a_library_has_our_swedish(library):
    ours = read_catalogues("sv")[library]
    path = AssetResolver().resolve(f"{library}:locale/sv/LC_MESSAGES/{library}.po").abspath()
    with open(path, "rb") as file:
        theirs = [message.id for message in read_po(file) if message.id]
    # One sentence stands only in the library's own tests.
    missing = [msgid for msgid in theirs if msgid not in ours and not msgid.startswith("Yo ")]
    assert missing == []


def test_our_words_win_over_those_of_a_library(config):
    localizer = request(config).localizer
    assert localizer.translate("Required", domain="colander") == "Det här måste fyllas i."
    assert localizer.translate("Password", domain="deform") == "Lösenord"


# -- one text ------------------------------------------------------------------------------------------------


def test_a_text_is_translated_with_the_texts_inside_it(config):
    text = _("Add ${what}", mapping={"what": _("Organisation")})
    assert request(config).translate(text) == "Lägg till Organisation"


def test_words_of_people_are_never_translated(config):
    assert request(config).translate("Save") == "Save"
    assert request(config).translate(None) == ""


def test_a_title_of_a_workflow_file_is_read_in_the_readers_language(config):
    title = {"sv": "Utkast", "en": "Draft"}
    assert request(config, cookie="en").translate(title) == "Draft"
    assert in_language({"sv": "Utkast"}, "en") == "Utkast"
    assert in_language({"fi": "Luonnos"}, "sv") == "Luonnos"


@pytest.mark.parametrize(("language", "n", "words"), [
    ("sv", 1, "Inget är sparat än. Rätta 1 sak."), ("sv", 3, "Inget är sparat än. Rätta 3 saker."),
    ("en", 1, "Nothing has been saved. Correct 1 thing."),
    ("en", 0, "Nothing has been saved. Correct 0 things."),
])
def test_a_number_of_things_has_its_own_words(config, language, n, words):
    one, many = "Nothing has been saved. Correct ${n} thing.", "Nothing has been saved. Correct ${n} things."
    assert request(config, cookie=language).plural(one, many, n) == words


# -- whose language ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("accept", "cookie", "told", "language"), [
    ("", "", None, "sv"),
    ("en-GB,en;q=0.9", "", None, "en"),
    ("sv-SE,en;q=0.9", "", None, "sv"),
    ("fi", "", None, "sv"),
    ("*", "", None, "sv"),
    ("no such; header", "", None, "sv"),
    ("en", "", "sv", "sv"),
    ("en", "", "", "en"),
    ("sv", "en", "sv", "en"),
    ("sv", "xx", None, "sv"),
])
def test_the_choice_comes_before_the_account_and_the_account_before_the_browser(
        config, accept, cookie, told, language):
    assert request(config, accept, cookie, told).locale_name == language


def test_a_site_may_be_english_first(config):
    config.registry.settings["reglab.default_language"] = "en"
    assert request(config, "fi").locale_name == "en"
