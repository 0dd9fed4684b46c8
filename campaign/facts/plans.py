"""How five countries write their telephone numbers: the shapes to look for, and one form to compare by.

Shapes and ranges after the national numbering plans: Ofcom (GB), ComReg (IE), NANPA (US), ACMA (AU), NAD (NZ). Whether a number is
valid is asked of ``phonenumbers``; Ofcom's drama ranges, which count as invalid there, are kept here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Numbers that Ofcom keeps free for drama (www.ofcom.org.uk, "Telephone numbers for drama purposes"): made up, but well formed.
DRAMA = (
    "01632960", "0113496", "0114496", "0115496", "0116496", "0117496", "0118496", "0121496", "0131496",
    "0141496", "0151496", "0161496", "0207946", "0191498", "02896496", "02920180", "07700900", "08081570", "09098790", "03069990",
)  # fmt: skip

_FREE = r"(?<![\w£$€#/.-])"  # not inside a word, a sum of money, a reference, a date or an address
_END = r"(?![\w£%])"
_GAP = r"(?:[()/.–-]{0,2} {0,4}|[()/.–-]{1,2})"
_DATE = r"(?!\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b)"
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_EXTENSION = re.compile(r"(?i),? (?:ext|extension|option|x)\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The shapes of one country. ``long`` is checked for validity, ``special`` is certain by shape or by the words around."""

    country: str
    code: str
    trunk: str
    long: re.Pattern[str]
    special: re.Pattern[str]
    short: re.Pattern[str]


def _long(code: str, exits: str, least: int, most: int) -> re.Pattern[str]:
    abroad = rf"(?:\(?\+|{exits})[ ]?\(?{code}\)?[ -]?(?:\(0\)[ -]?)?"
    return re.compile(rf"{_FREE}{_DATE}(?:{abroad}|\(0|0)(?:{_GAP}\d){{{least},{most}}}{_END}")


def _short(numbers: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w£$€#/.:+-])(?<!\d[, ])(?:{numbers})(?:,? (?:ext|extension|option)\.? ?\d{{1,6}})?(?![\w£%]|[-/–:]\d|[.,]\d)"
    )


PLANS = {
    "GB": Plan(
        country="GB", code="44", trunk="0", long=_long("44", "00", 6, 10),
        special=re.compile(
            rf"{_FREE}(?:0800 ?1111|0845 ?46 ?47|116[ -]?\d{{3}}|1800[12][ -]?(?:0(?:[ -]?\d){{9,10}}|999|101|111)|18000"
            rf"|1800(?:[ -]?\d){{6}}){_END}(?![ .,]\d)"
        ),
        short=_short("999|112|101|111|105|119|159"),
    ),
    "IE": Plan(
        country="IE", code="353", trunk="0", long=_long("353", "00", 6, 9),
        special=re.compile(rf"{_FREE}(?:1[58][059]0(?:[ -]?\d){{6}}|116[ -]?\d{{3}}){_END}"),
        short=_short("999|112"),
    ),
    "US": Plan(
        country="US", code="1", trunk="",
        long=re.compile(rf"{_FREE}(?:\+?1[ .-]?)?(?:\([2-9]\d{{2}}\)[ -]?|[2-9]\d{{2}}[ .-])\d{{3}}[ .-]\d{{4}}{_END}(?![.-]\d)"),
        special=re.compile(
            rf"{_FREE}(?:(?:1[ .-])?8[0-9]{{2}}[ .-](?=[A-Z\d-]{{0,12}}[A-Z]{{2}})[A-Z\d](?:-?[A-Z\d]){{6,9}}"
            rf"|[2-9]\d{{2}}-\d{{4}}){_END}(?!-)"
        ),
        short=_short("911|988|211|311|511|711"),
    ),
    "AU": Plan(
        country="AU", code="61", trunk="0", long=_long("61", "0011", 8, 9),
        special=re.compile(
            rf"{_FREE}(?:1[38]00(?:[ -]?\d){{6}}|1[38]00 ?[A-Z]{{5,8}}|13[ -]?\d{{2}}[ -]?\d{{2}}|13\d[ -]?\d{{3}}){_END}(?![ -]\d)"
        ),
        short=_short(r"000|112|106"),
    ),
    "NZ": Plan(
        country="NZ", code="64", trunk="0", long=_long("64", "00", 7, 10),
        special=re.compile(rf"{_FREE}0[58]0[08][ -](?:[A-Z]{{5,9}}|[A-Z]{{2,6}} [A-Z]{{2,6}}){_END}"),
        short=_short("111|105|1737"),
    ),
}  # fmt: skip
FOREIGN = re.compile(rf"{_FREE}\(?\+\d{{1,3}}\)?(?:{_GAP}\d){{6,12}}{_END}")


def plan_of(country: str) -> Plan:
    """The plan of a country; Great Britain's where we have none."""
    return PLANS.get(country, PLANS["GB"])


def digits_of(printed: str, country: str) -> str:
    """One form to compare numbers by: national digits, letters as on the keypad, no extension; ``+`` first where it is abroad's."""
    plan = plan_of(country)
    bare = _EXTENSION.split(printed.strip())[0]
    start = bare.lstrip("( ")
    digits = re.sub(r"\D", "", bare.replace("(0)", "").upper().translate(_KEYS))
    leave = "0011" if plan.country == "AU" else "00"  # dialled to call abroad
    if start.startswith("+") or (plan.trunk and digits.startswith(leave + plan.code)):
        rest = digits if start.startswith("+") else digits.removeprefix(leave)
        if rest.startswith(plan.code):
            return plan.trunk + rest.removeprefix(plan.code).removeprefix("0")
        return f"+{rest}"
    return digits.removeprefix("1") if plan.country == "US" and len(digits) == 11 else digits


def doubt_of(digits: str, printed: str, country: str) -> str | None:
    """None for a valid number of the country (or, with ``+``, of any); else the sentence that says so."""
    import phonenumbers

    plan = plan_of(country)
    if plan.country == "GB" and digits.startswith(DRAMA) and len(digits) == 11:
        return None
    where = {"GB": "the UK", "IE": "Ireland", "US": "the United States", "AU": "Australia", "NZ": "New Zealand"}[plan.country]
    try:
        number = phonenumbers.parse(digits, plan.country)
    except phonenumbers.NumberParseException:
        return f"{printed} is not a telephone number of {where}."
    if phonenumbers.is_valid_number(number):
        return None
    return f"{printed} is not a valid number" + (": check its digits." if digits.startswith("+") else f" in {where}: check its digits.")
