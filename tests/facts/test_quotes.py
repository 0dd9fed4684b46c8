"""Direct speech: whose words they are, and exactly which."""

from __future__ import annotations

import pytest

WALE, ROOK = "Ines Wale", "Tobias Rook"

CASES = {
    "each paragraph opens, the last closes": (
        "Inspector Ines Wale said: “One.\n\n“Two.\n\n“Three.”\n\nPolice will return.",
        [(WALE, "Inspector", "One.\n\nTwo.\n\nThree.")],
    ),
    "every paragraph closes though one speaker goes on": (
        "Inspector Ines Wale said: “One is a number.”\n\n“Two is another number.”\n\nPolice will return.",
        [(WALE, "Inspector", "One is a number.\n\nTwo is another number.")],
    ),
    "missing close, narration after": (
        "Inspector Ines Wale said: “We were lucky this time.\n\nPolice will return to the site on Monday.",
        [(WALE, "Inspector", "We were lucky this time.")],
    ),
    "mixed pair": (
        'Inspector Ines Wale said: “We were lucky this time."\n\nPolice will return.',
        [(WALE, "Inspector", "We were lucky this time.")],
    ),
    "single marks with apostrophes": (
        "Inspector Ines Wale said: 'We don't want the drivers' vans to be stopped, and that's that.'\n\nShe left.",
        [(WALE, "Inspector", "We don't want the drivers' vans to be stopped, and that's that.")],
    ),
    "quote inside a quote": (
        "Inspector Ines Wale said: “He told me, ‘I did it,’ and wept.”",
        [(WALE, "Inspector", "He told me, ‘I did it,’ and wept.")],
    ),
    "straight quote inside a straight quote": (
        'Inspector Ines Wale said: "He told me "I did it" and wept."',
        [(WALE, "Inspector", 'He told me "I did it" and wept.')],
    ),
    "quotes inside a quote, then narration": (
        'Inspector Ines Wale said: "He told me "I did it" and "I am sorry" and wept." Police left.',
        [(WALE, "Inspector", 'He told me "I did it" and "I am sorry" and wept.')],
    ),
    "full stop outside": ("Inspector Ines Wale said: “We were lucky”.", [(WALE, "Inspector", "We were lucky")]),
    "split by she said": (
        "Inspector Ines Wale spoke to owners. “It was close,” she said, “but nobody was hurt.”",
        [(WALE, "Inspector", "It was close, but nobody was hurt.")],
    ),
    "attribution after, name first": ("“It was close,” Inspector Ines Wale said.", [(WALE, "Inspector", "It was close,")]),
    "attribution in the paragraph above": (
        "Inspector Ines Wale said:\n\n“It was close and we were lucky.”",
        [(WALE, "Inspector", "It was close and we were lucky.")],
    ),
    "X added": (
        "Inspector Ines Wale said: “One is a number.”\n\nHer deputy, Sergeant Tobias Rook, agreed.\n\nInsp Wale added: “Two is another.”",
        [(WALE, "Inspector", "One is a number."), (WALE, "Inspector", "Two is another.")],
    ),
    "said without a colon": ("Inspector Ines Wale said “It was very close indeed.”", [(WALE, "Inspector", "It was very close indeed.")]),
    "said with a semicolon": ("Inspector Ines Wale said; “It was very close.”", [(WALE, "Inspector", "It was very close.")]),
    "colon and name after": (
        "“It was very close”: Chief Superintendent Ines Wale, Transport Bureau.",
        [(WALE, "Chief Superintendent, Transport Bureau", "It was very close")],
    ),
    "name line under a pull quote": (
        "“It was very close indeed.”\n\nInes Wale / Head of Operations",
        [(WALE, "Head of Operations", "It was very close indeed.")],
    ),
    "into a bulleted list": (
        "Inspector Ines Wale said: “We ask for three things:\n\n- lock your shed\n- mark your tools\n- call us.”\n\nThe day ends at noon.",
        [(WALE, "Inspector", "We ask for three things:\n\nlock your shed\n\nmark your tools\n\ncall us.")],
    ),
    "block quote without marks": (
        "Inspector Ines Wale said:\n\n> It was very close.\n\nThe day ends at noon.",
        [(WALE, "Inspector", "It was very close.")],
    ),
    "two speakers in one paragraph": (
        "“It was close,” said Inspector Ines Wale. “I was afraid,” said Tobias Rook, a baker.",
        [(WALE, "Inspector", "It was close,"), (ROOK, "a baker", "I was afraid,")],
    ),
    "he said is the person named before": (
        "Tobias Rook, chair of the traders, said: “One is a number.”\n\nHe said: “Two is another.”",
        [(ROOK, "chair of the traders", "One is a number."), (ROOK, "chair of the traders", "Two is another.")],
    ),
    "first name explained": (
        "Gemma Rook, 34, is a nurse.\n\n“I was at home,” said Gemma Rook.\n\nGemma explained: “Then the bell rang.”",
        [("Gemma Rook", None, "I was at home,"), ("Gemma Rook", None, "Then the bell rang.")],
    ),
    "unnamed spokesperson": ("A police spokesman said: “It was close.”", [("spokesman", "spokesman", "It was close.")]),
    "organisation": ("Brackenholt Housing Trust said: “It was very close.”", [("Brackenholt Housing Trust", None, "It was very close.")]),
    "Welsh verbs": ("Dywedodd Ifan Wale: “Diolch i bawb am ddod.”", [("Ifan Wale", None, "Diolch i bawb am ddod.")]),
    "abbreviated rank": ("T/Det Ch Insp Ines Wale said: “It was close.”", [(WALE, "T/Det Ch Insp", "It was close.")]),
    "collar number": ("PC 1234 Ines Wale said: “It was close.”", [(WALE, "PC 1234", "It was close.")]),
    "nickname": ("Tobias “Toby” Rook said: “It was close enough for me.”", [("Tobias “Toby” Rook", None, "It was close enough for me.")]),
    "role before, after a clause": (
        "Speaking after the hearing, investigating officer Detective Constable Ines Wale, of CID, said: “It was close.”",
        [(WALE, "investigating officer Detective Constable, of CID", "It was close.")],
    ),
    "lead-in without a comma": (
        "Speaking after the sentencing Detective Constable Ines Wale said: “It was close.”",
        [(WALE, "Detective Constable", "It was close.")],
    ),
    "long role with and": (
        "Ines Wale, Deputy Leader and Cabinet Member for Housing, Planning and Growth, said: “It was close.”",
        [(WALE, "Deputy Leader and Cabinet Member for Housing, Planning and Growth", "It was close.")],
    ),
    "said and added in one sentence": (
        "Inspector Ines Wale said the team was tired and added: “It was very close.”",
        [(WALE, "Inspector", "It was very close.")],
    ),
    "adding": (
        "“It was close,” said Inspector Ines Wale, adding: “We were lucky.”",
        [(WALE, "Inspector", "It was close, We were lucky.")],
    ),
    "said as": ("“It was close,” said Inspector Ines Wale as she left court.", [(WALE, "Inspector", "It was close,")]),
    "told a paper": ("Inspector Ines Wale told the Brackenholt Post: “It was close.”", [(WALE, "Inspector", "It was close.")]),
    "his family": (
        "In a statement, Mr Rook's family said: “He was a wonderful dad and we miss him.”",
        [("Mr Rook's family", None, "He was a wonderful dad and we miss him.")],
    ),
    "dash and name": (
        "“It was very close indeed.” – Ines Wale, Head of Operations",
        [(WALE, "Head of Operations", "It was very close indeed.")],
    ),
    "surname that is a job": (
        "Detective Sergeant John Bishop said: “It was close.”",
        [("John Bishop", "Detective Sergeant", "It was close.")],
    ),
    "honour behind the name": ("Dame Ines Wale DBE, patron, said: “It was close.”", [(WALE, "Dame, DBE, patron", "It was close.")]),
    "said on its own after a question": ("“Who are you?” asked Inspector Ines Wale.", [(WALE, "Inspector", "Who are you?")]),
    "a lost paragraph break": (
        'Inspector Ines Wale said: "It was close. "We were lucky."',
        [(WALE, "Inspector", "It was close. We were lucky.")],
    ),
    "a quote that opens inside a quote after a full stop": (
        'Inspector Ines Wale said: "It was close. "Run" was all I heard."',
        [(WALE, "Inspector", 'It was close. "Run" was all I heard.')],
    ),
    "rank with a full stop after a dash": ("“Thank you all for coming” - Sgt. Ines Wale.", [(WALE, "Sgt", "Thank you all for coming")]),
    "a statement read to the court": (
        "In her statement, read to the court, the woman said: “I am afraid.”",
        [("woman", None, "I am afraid.")],
    ),
    "rank now, job before": (
        "Cllr Ines Wale, cabinet member for roads, came.\n\nCllr Wale said: “It was close.”",
        [(WALE, "Cllr, cabinet member for roads", "It was close.")],
    ),
    "unit without a comma": (
        "Detective Inspector Ines Wale of the Organised Crime Unit (OCU) said: “It was close.”",
        [(WALE, "Detective Inspector, of the Organised Crime Unit", "It was close.")],
    ),
    "split in a sentence, verb first": (
        "“It was close,” said Inspector Ines Wale, “but nobody was hurt.”",
        [(WALE, "Inspector", "It was close, but nobody was hurt.")],
    ),
    "a missing close before the next speaker": (
        "Inspector Ines Wale said: “We were lucky. Tobias Rook, a baker, said: “I was not.”",
        [(WALE, "Inspector", "We were lucky."), (ROOK, "a baker", "I was not.")],
    ),
    "speech runs into a list and out of it": (
        "Inspector Ines Wale said: “Three things help:\n\n- lock the gate\n- light the yard\n\n“Do them today.”",
        [(WALE, "Inspector", "Three things help:\n\nlock the gate\n\nlight the yard\n\nDo them today.")],
    ),
    "a list closes the speech": (
        "Inspector Ines Wale said: “Three things help:\n\n- lock the gate\n- light the yard.”\n\nShe left at six.",
        [(WALE, "Inspector", "Three things help:\n\nlock the gate\n\nlight the yard.")],
    ),
    "no marks under said": (
        "Inspector Ines Wale said:\n\nWe were lucky this time and we know that it was close.\n\nThe road opened at nine.",
        [(WALE, "Inspector", "We were lucky this time and we know that it was close.")],
    ),
    "a block quote with its name line inside": (
        "> We were lucky this time.\n>\n> Ines Wale, Head of Patrol",
        [(WALE, "Head of Patrol", "We were lucky this time.")],
    ),
    "name line on the next line": (
        "“We were lucky this time, and we know it.”\n**Ines Wale, Head of Patrol**",
        [(WALE, "Head of Patrol", "We were lucky this time, and we know it.")],
    ),
    "named only at the last paragraph": (
        "“We were lucky this time.\n\n“We know it,” Ines Wale, head of patrol, told the meeting.",
        [(WALE, "head of patrol", "We were lucky this time.\n\nWe know it,")],
    ),
    "told what X thinks, then said": (
        "Dr Ines Wale, a vet, said it was normal to worry. “What I look for is change. Call us.”",
        [(WALE, "Dr, a vet", "What I look for is change. Call us.")],
    ),
    "she is the one whom the narration is about": (
        "Inspector Tobias Rook said: “We are out tonight.”\n\nInes Wale spent six years in the flat. “I was afraid,” she said.",
        [(ROOK, "Inspector", "We are out tonight."), (WALE, None, "I was afraid,")],
    ),
    "he cannot be her": (
        "Constable Tobias Rook knocked on the door. Ines Wale, 34, was at home. “It was open,” he said.",
        [(ROOK, "Constable", "It was open,")],
    ),
    "one woman without a name": (
        "Inspector Tobias Rook led the search.\n\nOne woman, who asked not to be named, lost £900. “I cried in the car,” she said.",
        [("woman", None, "I cried in the car,")],
    ),
    "two speakers of one speech": (
        "Police Officers Ines Wale and Tobias Rook said: “We were lucky this time.”",
        [(f"{WALE} and {ROOK}", "Police Officers", "We were lucky this time.")],
    ),
    "asked first": ("Asked about the cost, Councillor Ines Wale said: “It is worth it.”", [(WALE, "Councillor", "It is worth it.")]),
    "a whole speech inside said": (
        "Ines Wale runs the inn. She said “we used to put people out in the road and I’m ashamed of that.”",
        [(WALE, None, "we used to put people out in the road and I’m ashamed of that.")],
    ),
    "according to": (
        "“We were lucky this time,” according to Ines Wale, head of patrol.",
        [(WALE, "head of patrol", "We were lucky this time,")],
    ),
    "her advice": (
        "Ines Wale, a nurse, lost £900 in May.\n\nInes’s advice is simple: “Hang up the phone.”",
        [(WALE, "a nurse", "Hang up the phone.")],
    ),
    "that is the message from": (
        "“Check your alarm every week.”\n\nThat is the message from Ines Wale, head of patrol, as the clocks go back.",
        [(WALE, "head of patrol", "Check your alarm every week.")],
    ),
    "a footnote star": ("“He never hit me,” said Ines*, who left in spring.", [("Ines", "who left in spring", "He never hit me,")]),
    "a job in brackets": ("Ines Wale (chair of the trust) said: “We were lucky.”", [(WALE, "chair of the trust", "We were lucky.")]),
    "double marks inside single ones": (
        "‘He waited at the gate,’ said Ines Wale. ‘They told me, “You did nothing wrong.” I cried.’",
        [(WALE, None, "He waited at the gate, They told me, “You did nothing wrong.” I cried.")],
    ),
    "Welsh, verb first": (
        "Dywedodd Ines Wale, Prif Arolygydd: “Peidiwch ag aros.”\n\nYchwanegodd: “Ffoniwch ni heddiw.”",
        [(WALE, "Prif Arolygydd", "Peidiwch ag aros."), (WALE, "Prif Arolygydd", "Ffoniwch ni heddiw.")],
    ),
    "Welsh spokesperson": (
        "Dywedodd llefarydd ar ran Cyngor Selwick: “Rydym yma i helpu pawb.”",
        [("llefarydd", "llefarydd", "Rydym yma i helpu pawb.")],
    ),
    "Welsh, with the article": (
        "“Caewch y drws,” meddai'r Cynghorydd Ines Wale, Aelod Cabinet.",
        [(WALE, "Cynghorydd, Aelod Cabinet", "Caewch y drws,")],
    ),
}

NOT_SPEECH = {
    "scare quotes": "The judge called the case “open and shut” and jailed him.",
    "a campaign's name": "The “Walk Me Home” campaign starts today. Officers launched “Operation Lantern” at noon.",
    "a fragment": "Inspector Ines Wale said the scheme was “a real lifeline” for families.",
    "a nickname": "Tobias “Toby” Rook was jailed on Friday.",
    "a title": "“Walk Me Home” begins today and lasts for a week, Inspector Ines Wale said.",
    "inches": 'The screen is 42" wide and the other one 50" wide.',
    "an apostrophe": "The drivers' vans and the residents' cars were moved. 'Twas ever thus.",
}


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES.keys())
def test_direct_speech_has_its_words_speaker_and_role(facts_of, body, expected):
    assert [(q.speaker, q.role, q.text) for q in facts_of(body).quotes] == expected


@pytest.mark.parametrize("body", NOT_SPEECH.values(), ids=NOT_SPEECH.keys())
def test_what_only_stands_in_marks_is_no_speech(facts_of, body):
    assert facts_of(body).quotes == ()
