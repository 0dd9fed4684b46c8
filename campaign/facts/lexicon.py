"""Words that tell a rank, a job or an organisation from a name. Lower case, without full stops."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for looking up."""
    return frozenset(text.split())

RANKS = word_set(
    """
    pc pcso dc ds di dci dcs dsu dsupt pci ps sgt insp supt cc dcc acc t/dc t/ds t/di t/dci t/ps t/insp t/supt t/cc t/dcc t/acc
    t/sgt a/ps a/sgt a/insp a/supt a/di a/dci a/cc ch ch/insp ch/supt chief det det/sgt detective sergeant inspector
    superintendent constable commander commissioner temporary acting deputy assistant temp special investigator investigating mr
    mrs ms miss mx sir dame lord lady baroness baron dr doctor prof professor rev revd rev'd reverend canon bishop archbishop father
    imam rabbi cllr coun councillor councilor alderman mayor captain major colonel lieutenant lt corporal sister matron nurse
    judge hhj justice firefighter right honourable attorney general t/det t/chief a/chief wpc hon rt col maj gen brig cdr sheriff
    garda senator trooper deputy
    cynghorydd cyng arolygydd uwch-arolygydd rhingyll ditectif gwnstabl prif athro nyrs
    """
)
# the letters behind a name
HONOURS = word_set(
    """
    obe mbe cbe kbe dbe qpm kpm qfsm kfsm bem gm jp mp mps ms msp mep mla qc kc phd frcgp dl td qvrm
    """
)
ROLES = RANKS | word_set(
    """
    organiser campaigner
    officer officers manager director head lead leader chair chairman chairwoman chairperson chairs secretary minister president
    vice member members cabinet portfolio holder coordinator co-ordinator consultant surgeon gp doctor midwife paramedic
    practitioner therapist psychologist scientist executive chief senior principal interim adviser advisor analyst advocate
    ambassador champion founder co-founder owner partner trustee governor teacher headteacher head-teacher headmaster headmistress
    warden ranger vicar priest worker volunteer engineer driver operator prosecutor solicitor barrister lawyer coroner registrar
    specialist supervisor crew watch station group area borough district divisional regional national neighbourhood local police
    crime fire rescue community engagement public health protection safety service services operations operational policing
    serious organised roads detective force spokesperson spokesman spokeswoman editor professor lecturer student resident victim
    mother father mum dad parent parents daughter son brother sister wife husband widow widower aunt uncle friend neighbour
    landlord shopkeeper farmer pharmacist dentist vet councillor mp reader clinical medical nursing general financial campaign
    campaigns project programme development communications marketing learning education quality nurse safeguarding exploitation
    prevention intelligence tactical strategic commander commissioner investigations enforcement technical environmental housing
    planning transport policy research commissioning recruitment fundraising leisure waste recycling climate
    rider grandmother grandfather grandad gran nan baker carer foster convener convenor publican landlady helm coxswain pastor
    paediatrician cardiologist oncologist psychiatrist dietitian physiotherapist radiographer librarian curator apprentice
    cyfarwyddwr rheolwr cadeirydd llywydd aelod cabinet swyddog pennaeth arweinydd uwch myfyriwr llefarydd ymgynghorydd meddyg
    """
)
ORGANISATIONS = word_set(
    """
    police council constabulary partnership trust team unit service services forum hospital hospitals foundation charity
    university college school academy department office agency authority board bureau commission committee group federation
    association society union club centre center company ltd limited plc network alliance institute ministry nhs crown court
    prosecution surgery practice clinic church diocese brigade force borough county city district command branch division
    directorate cyngor heddlu prifysgol ymddiriedolaeth bwrdd care homes aid action rescue ambulance fund project initiative programme
    coalition campaign watch line helpline
    house haven shelter hub community collective traders relief england wales scotland ireland britain uk kingdom government
    parliament motors stores
    """
)
# surnames that are also a job or an institution: a name when a first name stands before them
SURNAMES = word_set(
    """
    bishop dean major constable sergeant chambers hall church bank banks parish page judge cook baker mason hunter walker lane
    field fields house wood marsh abbott pope prior priest king prince duke knight english british ireland england wales scotland
    france holland london brown green white black gray young sharp long short street rose day may june summer winter spring case
    best power miller taylor smith driver farmer shepherd gardener fisher carter cooper turner potter weaver officer captain
    marshall chance law lawyer justice force reader
    """
)
NOT_NAMES = word_set(
    """
    the a an this that these those he she they we i you it his her their our my and but or nor so yet if when while as at in on by
    for from of to with monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december today yesterday tomorrow christmas easter new no not all any some each both more most many
    much what who why how where there here speaking following after before during commenting responding reflecting welcoming
    operation street road avenue close drive lane park
    """
)
PARTICLES = word_set(
    """
    de la le du van der den von da di del al el bin ibn binti ap ab ferch dos des ter ten y o
    """
)
CONNECTORS = word_set(
    """
    of and for the & at in to on with a an from within across
    """
)
# how a clause begins that only leads to the speaker: "Speaking after the hearing, …"
LEAD_INS = word_set(
    """
    speaking commenting following after before in on at as during responding reflecting welcoming praising launching today
    yesterday paying reading addressing announcing describing asked talking writing when while since with thanking urging
    explaining discussing supporting for earlier later now meanwhile however yet but and also again finally sentencing outside
    alongside joined introducing issuing giving highlighting marking opening backing summing recalling remembering warning sharing
    encouraging
    appealing looking adding by under this last next additionally furthermore
    """
)
PEOPLE = word_set(
    """
    victim victims family families mother father mum dad parents parent householder homeowner resident residents neighbour
    neighbours survivor woman man girl boy teenager pensioner judge driver shopkeeper owner daughter son brother sister wife
    husband widow widower partner friend friends witness grandmother grandfather grandparents caller patient patients student
    pupil teacher couple relatives source complainant tenant customer
    """
)
BODIES = word_set(
    """
    charity council trust force hospital school company university union firm agency board team
    """
)
PRONOUNS = word_set(
    """
    he she they
    """
)
SPOKESPEOPLE = ("spokesperson", "spokesman", "spokeswoman", "spokespeople", "llefarydd")
