"""The pieces of a contact line: sentences, and in them people, addresses, organisations and roles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .booklet_lines import Line

_EMAIL = re.compile(r"[^\s,;:<>()\[\]\"|]{0,100}@[^\s,;:<>()\[\]\"|]*")
_FULL_EMAIL = re.compile(r"[\w.%+\-]+@(?:[^\W_](?:[\w\-]*[^\W_])?\.)+[A-Za-z]{2,}")
_MASK = re.compile("\ue000(\\d+)\ue001")
_SENTENCE = re.compile(r"(?<=[\w)\ue001])\.\s+(?=[^\W\d_a-zåäö])")
_NO_END = frozenset(("tf", "t.f", "bitr", "avd", "enh", "dr", "prof", "st", "v.d"))
_SEPARATORS = re.compile(r"[,;:()|]|\s[–—-]\s|(?=\ue000)|(?<=\ue001)")
_AND = re.compile(r"\s+(?:och|samt|&)\s+|\s*/\s*")
_LABEL = re.compile(r"(?:e-?post|e-?mail|mail|mejl|tel(?:efon)?|tfn|mobil|kontakt(?:person)?)\.?", re.I)
_BULLET = re.compile(r"^(?:[-–•*·▪]\s+|\d{1,2}[.)]\s+)")
_GOES_ON = re.compile(r"(?:[,;:&]|\boch|\bsamt)$")

_ORGANISATION = re.compile(
    r"\bregion(?:en|s)?\b|\blän(?:et)?s?\b|\b(?:AB|HB|SKR|ek\.? ?för)\b|kommun(?:en|er|ers)?\b|verk(?:et)?\b"
    r"|styrelsen?\b|myndigheten\b|kontor(?:et)?\b|universitet(?:et)?\b|högskola[n]?\b|institut(?:et)?\b|förbund(?:et)?\b"
    r"|förening(?:en)?\b|centrum\b|\bcenter\b|stiftelsen?\b|bolag(?:et)?\b|rådet\b|akademin?\b|departementet\b"
    r"|nämnden\b|kansli(?:et)?\b|fonden\b|\bSverige\b|\bSweden\b|\bgroup\b|consult"
    r"|\bscience park\b|museet\b|kammaren?\b",
    re.I,
)
_ROLE = re.compile(
    r"(?:strateg|chef|analytiker|utvecklare|ledare|direktör|samordnare|handläggare|sekreterare|koordinator|konsult"
    r"|expert|forskare|planerare|ordförande|rådgivare|controller|specialist|utredare|råd|ansvarig|doktorand|professor"
    r"|ekonom|jurist|kommunikatör|assistent|ombud|projektägare)(?:er|en|n)?\b|^vd\b|^verkställande\b",
    re.I,
)
_TOPIC = re.compile(
    r"(?:utveckling|planering|försörjning|samverkan|hållbarhet|digitalisering|analys|strategi|innovation|miljö|klimat"
    r"|energi|kultur|näringsliv|tillväxt|kommunikation|ledning|stab|enhet|enheten|avdelning|avdelningen|område|omställning"
    r"|infrastruktur|kompetens|beredskap|folkhälsa|ekonomi|projekt|förvaltning|förvaltningen|samhälle|regional|regionala"
    r"|hållbar|digital|service|program|forskning)\b",
    re.I,
)
_SUBORDINATE = re.compile(
    r"\b(?:AB|HB)\b|kontor(?:et)?\b|bolag(?:et)?\b|consult|\bgroup\b|kansli(?:et)?\b", re.I)
_VERB = re.compile(
    r"\b(?:har|hade|är|var|ska|skall|kan|kommer|vill|finns|jobbat|jobbar|arbetar|arbetat|att|via|inte|ännu|utses|som"
    r"|tillsammans|vi|återkommer|saknas|kontaktas?|gärna|efter|genom)\b",
    re.I,
)
_NAME = r"[^\W\d_a-zåäöéø][^\W\d_]*(?:[-’'][^\W\d_]+)*\.?"
_PERSON = re.compile(rf"{_NAME}(?:\s+(?:(?:von|af|de|da|van|der|el|al|la)\s+)?{_NAME}){{1,3}}")
_ONE_WORD = re.compile(rf"{_NAME}")
_ABBREVIATION = re.compile(r"[A-ZÅÄÖ]{2,}")
_RUN_TOGETHER = re.compile(
    rf"(?P<name>{_NAME}(?:\s+{_NAME}){{1,2}}?)\s+(?P<rest>(?:Region|Länsstyrelsen|Kommunförbundet)\b.*|[a-zåäö].*)"
)
_WITHIN = re.compile(r"\b(?:Region|Länsstyrelsen(?:\s+i)?)(?:\s+[A-ZÅÄÖ][\w-]+)+(?:\s+län)?")


@dataclass(frozen=True)
class Token:
    """A piece of a contact line: person, email, organisation, role, number, sentence, or one word alone."""

    kind: str
    text: str


def is_full_email(text: str) -> bool:
    """Whether an address has all its parts."""
    return bool(_FULL_EMAIL.fullmatch(text)) and ".." not in text


def without_bullet(text: str) -> str:
    """The words of a line without the point or number before them."""
    return _BULLET.sub("", text)


def is_subordinate(organisation: str) -> bool:
    """Whether an organisation looks like a company or an office of another one, seldom the sender itself."""
    return bool(_SUBORDINATE.search(organisation))


def organisation_within(text: str) -> str:
    """A region or county board named somewhere in a sentence."""
    found = _WITHIN.search(text)
    return found.group() if found else ""


def logical_lines(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """The lines of a contact section, those that plainly go on joined."""
    number, text = 0, ""
    for line in lines:
        words = without_bullet(line.text)
        goes_on = _GOES_ON.search(text) or words[:1].islower() or words[:1] in ",;("
        if text and goes_on and words == line.text:
            text = f"{text} {words}"
            continue
        if text:
            yield number, text
        number, text = line.number, words
    if text:
        yield number, text


def sentences(text: str) -> list[str]:
    """The sentences of a line; full stops in addresses, initials and abbreviated titles do not end one."""
    masked, emails = _masked(text)
    parts: list[str] = []
    start = 0
    for found in _SENTENCE.finditer(masked):
        word = masked[:found.start()].rpartition(" ")[2]
        if (len(word) == 1 or word.casefold() in _NO_END) and word[-1] != "\ue001":
            continue
        parts.append(masked[start:found.start()])
        start = found.end()
    parts.append(masked[start:])
    return [_unmasked(part, emails).strip().rstrip(".").strip() for part in parts if part.strip(" .")]


def tokens(sentence: str) -> list[Token]:
    """What a sentence is made of; a sentence in running words is one token of its own kind."""
    masked, emails = _masked(sentence)
    if not emails and _is_running_text(sentence):
        return [Token("sentence", sentence)]
    found: list[Token] = []
    for piece in _SEPARATORS.split(masked):
        piece = piece.strip().strip("<>").strip()
        piece = re.sub(r"^(?:och|samt|&)\s+|\s+(?:och|samt|&)$", "", piece)
        if not piece or _LABEL.fullmatch(piece) or piece in ("och", "samt", "&", "."):
            continue
        if mask := _MASK.fullmatch(piece):
            found.append(Token("email", emails[int(mask[1])]))
        else:
            found.extend(_text_tokens(piece))
    return _enumerations_joined(found)


def _masked(text: str) -> tuple[str, list[str]]:
    """The text with a mark for each address, so that its dots and hyphens mean nothing."""
    emails: list[str] = []

    def mask(found: re.Match[str]) -> str:
        email = found.group().rstrip(".")
        emails.append(email)
        return f"\ue000{len(emails) - 1}\ue001" + found.group()[len(email):]

    return _EMAIL.sub(mask, text), emails


def _unmasked(text: str, emails: Sequence[str]) -> str:
    return _MASK.sub(lambda found: emails[int(found[1])], text)


def _is_running_text(text: str) -> bool:
    """Whether words are a sentence rather than a list of name, title and organisation."""
    first = re.split(r"[,;:(]", text)[0].strip()
    if _kind(first) == "person":
        return False
    return bool(_VERB.search(text)) or (len(text.split()) > 9 and "," not in text)


def _text_tokens(piece: str) -> list[Token]:
    """A piece without separators: one thing, people joined by “och”, or a name and a title run together."""
    parted = _people_joined(piece)
    if len(parted) > 1:
        return [_named(token) for part in parted for token in _text_tokens(part)]
    kind = _kind(piece)
    run = _RUN_TOGETHER.fullmatch(piece)
    if run and _kind(run["name"]) == "person" and _kind(run["rest"]) == kind:
        return [Token("person", run["name"]), Token(kind, run["rest"])]
    return [Token(kind, piece)]


def _named(token: Token) -> Token:
    """A single word joined to people by “och” is a name too."""
    return Token("person", token.text) if token.kind == "word" else token


def _people_joined(piece: str) -> list[str]:
    """The piece cut at each “och” that stands before a further person or a further organisation."""
    parts: list[str] = []
    start = cut = 0
    for found in [*_AND.finditer(piece), None]:
        end = found.start() if found else len(piece)
        if parts and not _is_further(parts, piece[cut:end]):
            parts[-1] = piece[start:end]
        else:
            start = cut
            parts.append(piece[cut:end])
        cut = found.end() if found else end
    return parts


def _is_further(parts: Sequence[str], text: str) -> bool:
    """Whether the words after an “och” are another person or organisation, not the rest of a name."""
    kind, before = _kind(text), _kind(parts[-1])
    if kind == "person":
        return True
    if kind == "organisation":
        return before == "person" or (before == "organisation" and bool(_WITHIN.match(text)))
    return kind == "word" and before in ("person", "word") and _kind(parts[0]) in ("person", "word")


def _kind(text: str) -> str:
    """What a piece of text is by its own words."""
    if sum(sign.isdigit() for sign in text) > 4:
        return "number"
    if text[:1].islower() and not re.match(r"region\s+[A-ZÅÄÖ]", text):
        return "role"
    if _ORGANISATION.search(text) and not _ROLE.search(text):
        return "organisation"
    if _ABBREVIATION.fullmatch(text):
        return "organisation" if text != "VD" else "role"
    if _ROLE.search(text) or _TOPIC.search(text):
        return "role"
    if _PERSON.fullmatch(text):
        return "person"
    return "word" if _ONE_WORD.fullmatch(text) else "role"


def _enumerations_joined(found: Sequence[Token]) -> list[Token]:
    """“A, B och C kontor” is one organisation although commas part it."""
    joined: list[Token] = []
    for token in found:
        if token.kind == "organisation" and _AND.search(token.text):
            while len(joined) > 1 and joined[-1].kind == "word":
                token = Token("organisation", f"{joined.pop().text}, {token.text}")
        joined.append(token)
    return joined
