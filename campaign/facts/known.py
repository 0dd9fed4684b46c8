"""National UK numbers and sites, to give what a release prints its owner and purpose. They never add anything to it.

Beside each number stands the page of its owner on which it can be checked; the list is of ``KNOWN_AS_OF``.
"""

from __future__ import annotations

from campaign.models import Purpose

KNOWN_AS_OF = "2026-11-23"

# normalised number -> (purpose, whose, where its owner publishes it)
NUMBERS: dict[str, tuple[Purpose, str | None, str]] = {
    "999": ("emergency", None, "www.gov.uk/guidance/999-and-112-the-uks-national-emergency-numbers"),
    "112": ("emergency", None, "www.gov.uk/guidance/999-and-112-the-uks-national-emergency-numbers"),
    "101": ("non_emergency", None, "www.police.uk/pu/contact-us/call-101/"),
    "111": ("helpline", "NHS 111", "www.nhs.uk/nhs-services/urgent-and-emergency-care-services/when-to-use-111/"),
    "119": ("contact", "vaccine booking", "www.nhs.uk/nhs-services/covid-19-services/"),
    "105": ("contact", "power cuts", "www.powercut105.com"),
    "116000": ("helpline", "Missing People", "www.missingpeople.org.uk"),
    "116123": ("helpline", "Samaritans", "www.samaritans.org"),
    "116111": ("helpline", "Childline", "www.childline.org.uk"),
    "08001111": ("helpline", "Childline", "www.childline.org.uk"),
    "0800555111": ("anonymous", "Crimestoppers", "crimestoppers-uk.org"),
    "08007891321": ("anonymous", "Anti-Terrorist Hotline", "www.met.police.uk"),
    "03001232040": ("report", "Action Fraud", "www.actionfraud.police.uk"),
    "08082000247": ("helpline", "National Domestic Abuse Helpline", "www.nationaldahelpline.org.uk"),
    "08088010327": ("helpline", "Men's Advice Line", "mensadviceline.org.uk"),
    "08088005000": ("helpline", "NSPCC", "www.nspcc.org.uk"),
    "08081689111": ("helpline", "Victim Support", "www.victimsupport.org.uk"),
    "08000121700": ("helpline", "Modern Slavery Helpline", "www.modernslaveryhelpline.org"),
    "85258": ("text", "Shout", "giveusashout.org"),
    "61016": ("text", None, "www.btp.police.uk"),
    "18000": ("textphone", "Relay UK", "www.relayuk.bt.com"),
}

# the core of a site's name -> whose it is
SITES = {
    "actionfraud.police.uk": "Action Fraud",
    "report-it.org.uk": "True Vision",
    "crimestoppers-uk.org": "Crimestoppers",
    "childline.org.uk": "Childline",
    "samaritans.org": "Samaritans",
    "nspcc.org.uk": "NSPCC",
    "missingpeople.org.uk": "Missing People",
    "victimsupport.org.uk": "Victim Support",
    "modernslaveryhelpline.org": "Modern Slavery Helpline",
    "refuge.org.uk": "Refuge",
    "fearless.org": "Fearless",
}

# numbers that Ofcom keeps free for drama (www.ofcom.org.uk, "Telephone numbers for drama purposes"): made up, but well formed
DRAMA = (
    "01632960", "0113496", "0114496", "0115496", "0116496", "0117496", "0118496", "0121496", "0131496",
    "0141496", "0151496", "0161496", "0207946", "0191498", "02896496", "02920180", "07700900", "08081570", "09098790", "03069990",
)
