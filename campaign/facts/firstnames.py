"""Common first names of the United Kingdom and Ireland, to tell a person from a place, and "he" from "she".

Chosen by hand from what is common in births and in the names of public servants since 1940; a name used for both is in neither
half alone. A name that is missing only costs a rule some evidence, so the list need not be complete.
"""

from __future__ import annotations

from campaign.facts.lexicon import word_set

FEMALE = word_set(
    """
    abbie abigail ada adele adeola agnes aileen ailsa aine aisha aisling alana alexandra alexis alice alicia alina alisha alison
    alix allison alma alys alyson amanda amara amber amelia amina amira amy ana anastasia andrea angela angelina angharad anita ann
    anna annabel annabelle anne annette annie annika anthea antonia anwen anya aoife april arlene asha astrid audrey aurora ava
    ayesha barbara bea beatrice becca becky belinda bella bernadette bernice bertha beryl bess beth bethan bethany betty beverley
    beverly blessing bonnie branwen brenda bridget brigid briony bronagh bronte bronwen bronwyn caitlin camilla candice cara carla
    carly carmel carmen carol carole caroline carolyn carys cass cassandra catherine cathy catrin cecilia ceinwen celia ceri
    chanel chantal chantelle charlene charlotte chelsea cherie cheryl chioma chloe christina christine cicely cindy claire clara
    clare claudia colette colleen constance cora coral cordelia corinne cressida cynthia dafne daisy dana danielle daphne darcey
    dawn deanna debbie deborah debra deirdre delia delyth denise dervla diana diane dilys dina dolores donna dora doreen doris
    dorothy ebony edith edna edwina eileen eilidh eirlys elaine eleanor elen elena eleri elin elinor elisa elisabeth elise eliza
    elizabeth ella ellen ellie eloise elsa elsie elspeth emer emilia emily emma erica erin esme esmee esther ethel eunice eva eve
    evelyn evie faith farah farida farzana fatima fay faye felicity fern ffion fionnuala fiona flora florence frances francesca
    freda freya gabriella gabrielle gail gaynor gemma genevieve georgia georgie georgina geraldine germaine gertrude gillian gina
    ginny giselle gladys glenda glenys gloria gosia grace grainne greta gurpreet guinevere gwen gwenda gwendoline gwenllian gwyneth
    hana hannah harriet hattie hayley hazel heather heidi helen helena henrietta hermione hilary hilda hollie holly hope ida ilona
    imelda imogen ina india ines ingrid iona irene irina iris isabel isabella isabelle isla isobel ivy jacqueline jacqui jade
    jane janet janette janice janine jasmin jasmine jayne jean jeanette jeannie jemima jemma jenna jennet jennie jennifer jenny
    jessica jill jillian jo joan joana joanna joanne jocelyn jodie johanna josephine josie joy joyce judith judy julia juliana
    julianne julie juliet juliette june justine kaitlyn kamila karen karin karina karolina kasia kate katarzyna katharine katherine
    kathleen kathryn kathy katie katrina katy kay kayleigh keeley keira kelly kerry khadija kimberley kirsten kirsty kirstie
    kiran kitty komal krystyna lara laura lauren laurie leah leanne lena lesley leticia libby lila lilian lillian lily linda lindsay
    lindsey lisa liz liza lizzie llinos lois lola lorna lorraine lottie louisa louise lowri lucia lucinda lucy lydia lyn lynda
    lynette lynn lynne lynsey mabel madeleine madeline maeve magda magdalena maggie mairead mairi maisie malgorzata mandy
    manon mara marcia margaret margarita margot maria mariam marian marianne marie marilyn marina marion marisa marissa marjorie
    marlene marnie marta martha martina mary maryam matilda maud maura maureen mavis maxine meera megan meghan melanie melinda
    melissa mercy meredith mererid mia michaela michelle mildred millicent millie mina minnie mira miranda miriam moira mollie
    molly mona monica monika morag morwenna muireann muriel myra myrtle nadia nadine naheed nancy naomi nasreen natalia natalie
    natasha neha nell nellie nerys nesta ngozi niamh nichola nicola nicole nikita nina noelle noor nora noreen norma nuala oana
    odette olga olive olivia olwen oona oonagh ophelia orla ottilie ottoline padmini paige pam pamela parveen patience patricia
    paula pauline payal pearl peggy penelope penny petra philippa phoebe phyllis pippa polly poppy prachi pratibha precious
    priscilla priti priya prudence rachael rachel raquel razia rebecca regina rekha rhian rhiannon rhona rhonda rita roberta
    roisin rosa rosalind rosaleen rosalyn rosamund rosanna rose roseanne rosemary rosie rowena roxanne rubina ruby rukhsana rupa
    ruth sabina sabrina sadia sadie saima sally samantha samina samira sana sandra sangeeta saoirse sara sarah sarita saskia
    seonaid serena shabana shabnam shahida shakila shannon sharon shauna shazia sheena sheila shelagh shelley shirley shona
    shreya shriya sian simone sinead siobhan sioned sofia sonia sonya sophia sophie stacey stella steph stephanie sue suki sunita
    susan susanna susannah susie suzanne suzi svetlana swati sybil sylvia tabitha tamara tamsin tania tanya tara tasha teresa
    tess tessa thea theodora theresa thelma tilly tina toni tracey traci tracy trina trish trisha trudy una uma unity ursula uzma
    valerie vanessa vera verity verona veronica vicki vickie vicky victoria viola violet viv vivian vivien vivienne wanda
    wendy wilhelmina wilma winifred winnie xanthe yasmin yasmine yetunde ynez yolanda yvette yvonne zahra zainab zara zeenat
    zelda zoe zofia zuzanna iman ifeoma temitope folasade funmi adaeze amaka nkechi aaliyah ayanna lakshmi deepa divya kavita
    nisha pooja rani rashida ritu seema shilpa smita usha vidya leila layla lubna maha mariya nasima rabia ruqayyah saba salma
    sumaya tahira zubaida mei ling xin jing yan hui min
    """
)
MALE = word_set(
    """
    aaron abdul abdullah abel abraham adam adamu adrian ahmad ahmed aidan akash alan alasdair alastair albert aled alec alejandro
    alexander alfie alfred ali alister allan allen alun alwyn amir amit amrit anand andre andreas andrei andrew andy aneurin angus anselm
    anil anthony anton antonio archibald archie arif arjun arnold arthur arun arwel ashok asif atif aubrey august austin barnaby
    barry bartholomew basil ben benedict benjamin bernard bert bertie bilal bill billy bob bobby boris boyd brad bradley brandon
    brendan brett brian bruce bruno bryan bryn byron caleb callum calum calvin cameron carl carlos carlton carwyn cathal cedric
    chad charles charlie chinedu chidi christian christopher chuck ciaran clarence clark clement cliff clifford clive clyde cole
    colin colm colum conor connor conrad cormac craig crispin curtis cyril dafydd dai dale dalton damian damien daniel danny darren
    darryl daryl dave david davinder dean declan deepak denis dennis denzil derek dermot derrick desmond dewi dexter dhruv diarmuid
    dick diego dilip dinesh dmitri dominic don donald donovan dougal dougie douglas duncan dustin dwayne dylan eamon eamonn earl
    ed eddie edgar edmund eduardo edward edwin egan eifion elfed eli elias elijah elliot elliott elton elvis elwyn emeka emil emlyn
    emmanuel emrys enda enrico enrique eoin eric erik ernest errol ethan euan eugene evan everton ewan ezra faisal farhan farid
    farooq felix fergus fernando finbar finlay finn finnian florian francesco francis franco frank franklin fraser fred freddie
    frederick gabriel gareth garfield garry gary gavin geoff geoffrey george geraint gerald gerard gerry gethin ghulam gideon gilbert
    giles giovanni giuseppe glen glenn glyn godfrey gordon graeme graham grant greg gregor gregory gruffydd gruff guillaume gulzar
    gus gustavo guto guy gwilym gwyn habib hal hamish hamza hank hans hari harish harold haroon harpreet harrison harry harvey hasan
    hassan hector henry herbert herman hilal howard howell hubert hugh hugo humphrey hussain hussein huw hywel iain ian ibrahim
    idris ieuan ifan ifor igor ike ikram imran irfan irving isaac ishaan ismail ivan ivor jack jackson jacob jago jahangir jake jakub
    jamal james jamie jan jared jarrod jarvis jason jasper javed javier jed jeff jeffrey jeremiah jeremy jerome jerry jethro
    jim jimmy joao joe joel john johnathan johnny jon jonah jonas jonathan jonny jordan jorge jory jose josef joseph josh joshua
    juan julian junaid justin kamal kamran kareem karim karl karol keir keith kelvin ken kenneth kenny kevin khalid khalil kieran
    kieron kishan kofi konrad kristian krzysztof kumar kunal kurt kwame kyle lance lars laurence lawrence lee leighton len lennox
    leo leon leonard leroy leslie lester levi lewis liam lincoln lionel lloyd llyr logan lorcan lorenzo lou louis luca lucas luis
    luke luther lyndon mac magnus mahmood mahmud majid malachy malcolm malik mansoor manuel marcel marcin marco marcus marek mario
    marius mark marko marlon martin marty martyn marvin mathew matteo matthew maurice max maximilian maxwell mehmet melvin merlin
    mervyn michael michal micheal mick miguel mihai mike milan miles milo mitchell mo mohamed mohammad mohammed mohan mohsin
    montgomery morgan morris mostafa moses muhammad mukesh munir murray mustafa myles nadeem nadir naeem narinder nasir nathan
    nathaniel naveed navin ned neil nelson neville niall nicholas nick nicolas nigel nikhil nikolai noah noel norman obinna oisin
    olaf oliver ollie olumide omar oscar osman oswald otis otto owain owen pablo padraig padraic pascal patrick paul pavel pawel
    pedro percival percy peregrine perry pete peter phil philip phillip pierce piers piotr pranav pradeep prakash pravin quentin
    rab rafael rafal rafiq rahim rahul raj rajesh rajiv ralph ramesh ramon randall randy rashid raul ravi ray raymond reece reg
    reginald reuben rex rhodri rhys ricardo richard rick ricky rishi riaz robert roberto robbie roddy roderick rodney roger rohan
    roland roman ronald ronan ronnie rory ross roy rufus rupert russ russell ryan ryszard sadiq said sajid salim salman sam samir
    samuel sandeep sandy sanjay sanjeev santiago saul scott sean sebastian sergei sergio seth shahid shane shaun shaukat shay
    shivam sid sidney silas simeon simon solomon spencer stan stanley stefan stephen steve steven stewart stuart sudhir suleiman
    suleman sunil suresh syed sylvester tadhg tahir taj tam tarik tariq ted terence terrance terry theo theodore thomas tim timothy
    tobias toby tom tomas tomasz tommy tony travis trevor tristan tudor tyler tyrone umar usman vaughan vernon victor vijay vikram
    vince vincent vinod virgil vivek vladimir wallace walter warren warwick waqar waseem wasim wayne wesley wilbur wilfred will
    william willie winston wojciech wyn xavier yahya yaqub younis yousuf yusuf zac zach zachary zafar zahid zain zaheer zane zeeshan
    zubair kwabena kwaku adebayo babatunde femi segun tunde wale ayodele bola ngugi tendai thabo
    """
)
EITHER = word_set(
    """
    alex ashley ash aubrey avery bailey billie blair bobbie brook cary casey charlie chris courtney dana darcy devon drew eden
    ellis frankie gale harley harper hayden jaime jackie jamie jess jesse jody jordan kai kelsey kendall kim kit kris lee leigh
    leslie lindsay logan lou mackenzie max mel morgan nat nicky nico nikki pat quinn reese remy riley robin rory rowan rudy sam
    sandy sasha shea sidney skyler stevie sydney taylor terry toni val valentine willow jules gerry jaskaran jaspreet manjit amandeep
    harjit balbir kuldeep parminder sukhdeep ira marion vivian hilary evelyn beverley carol jocelyn ola ade dorian
    """
)
FIRST_NAMES = FEMALE | MALE | EITHER
# place names, months and words that open a sentence, which are first names too: evidence only beside a surname
AMBIGUOUS = word_set(
    """
    april may june august will grace hope faith joy rose dawn mark bill sandy said min dale glen grant chance dean earl lance miles
    pearl ruby daisy heather iris ivy violet olive hazel holly poppy jack art frank guy rich rob drew pat max unity patience mercy
    prudence constance verity blessing precious india florence chelsea sydney georgia jordan devon paris austin lincoln jackson
    israel ling jing an hui xin yan case dick ray don gene gale brook rowan willow robin perry jean ash clay cliff heath
    """
)


def gender(first_name: str) -> str:
    """``she``, ``he`` or nothing where a first name does not tell."""
    word = first_name.strip(".,*").lower().split("-")[0]
    if word in EITHER or (word in FEMALE and word in MALE):
        return ""
    return "she" if word in FEMALE else "he" if word in MALE else ""
