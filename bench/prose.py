"""Words and sentences from which the catalogues of the benchmark are made. Every place and programme is invented."""

from __future__ import annotations


def _listed(words: str, separator: str = "|") -> list[str]:
    return words.split(separator)


SYLLABLES = _listed(
    "al an ar bel bor cas čel dan dor el én fal fer gal gor hal il jor kal kem lan lér lim lor mal mar mér mon nar nev "
    "nor or pal pér ral rin ros sal sen sil sol tal tar ter tor ul val ver vil vor zal zen",
    " ",
)
ENDINGS = _listed(
    "a án by dal ec ék ia in is ko land ló maa na nia ov ow ra stad sund tia um va via vik ź", " "
)
"""Parts of names; letters with marks have plain ones below them, so that an id follows from a name."""

INSTRUMENTS = _listed(
    "seed vouchers|coaching scheme|summer school|export desk|guarantee fund|mentoring circle|innovation audit|"
    "incubator network|cluster office|design support|digital check|business transfer service|microcredit line|"
    "student company programme|supplier matching|women's enterprise centre|participation fund|trade mission scheme|"
    "proof of concept grant|shared laboratory|living lab|skills passport|advice line|regional prize|market radar"
)
AUDIENCES = _listed(
    "young founders|craft businesses|family firms|first-time exporters|rural start-ups|women founders|food producers|"
    "creative studios|migrant entrepreneurs|university spin-offs|tourism operators|metal workshops|social enterprises|"
    "small manufacturers|software houses|older founders|farm shops|health suppliers|timber builders|island businesses"
)
BODIES = _listed(
    "the regional development agency|the chamber of commerce|the county council|the university of applied sciences|"
    "the association of craft firms|the public employment service|the innovation centre|the bank of the region"
)

SUMMARY = (
    "A {what} that gives {whom} in {place} advice, a small sum of money and a partner in business for the first year.",
    "{Body} runs a {what} for {whom} in {place}, with one contact from the first talk to the last payment.",
    "Short courses, a working place and a {what} help {whom} in {place} to test an idea before they risk their savings.",
)
PROBLEM = (
    "Small firms in {place} knew of the support on offer but seldom used it, because each office asked for another form.",
    "Banks lent to {whom} only against a house, and few of them owned one.",
    "A survey in {year} found that {number} of every 1,000 firms had sold abroad, well below the mean of the country.",
    "Advice was free but general, so that owners came once and did not come back.",
    "Three public bodies offered much the same, and none of them followed up what became of the firms.",
)
DESCRIPTION = (
    "{Body} set up the {what} in {year} together with two banks and the towns of {place}.",
    "A firm applies on one page and is visited within two weeks; the adviser writes down what it needs and what it can do itself.",
    "Every group of about {small} firms meets once a month, first with a trainer and later by itself.",
    "The money is paid in two parts: the first at the start, the second when the firm shows what it has tried.",
    "Mentors are owners of firms nearby. They are not paid, but their travel is, and they are trained for two days.",
    "The steps are *information*, *individual advice*, **a plan on paper** and a review after {small} months.",
    "Results are put in a register that all partners see, so that nobody asks {whom} for the same figures twice.",
    "Since {year} the programme has also been offered in the evening and, in the hills around {place}, on the telephone.",
    "Details of the call are on the [programme page](https://www.example.org/{slug}/call) in two languages.",
    "Firms that are turned away get the reasons in writing and the name of a scheme that fits them better.",
)
DIFFICULTIES = (
    "The first call drew too few firms, as it opened in the harvest season.",
    "Advisers left for better pay in the second year, and their firms lost their contact.",
    "State aid rules were explained late; {small} firms had to hand in new papers.",
    "Partners counted firms in different ways, so the early figures cannot be compared.",
    "Owners feared to show their accounts to a mentor who might be a rival.",
)
TRANSFER = (
    "The method needs one coordinator, a bank that is willing to look at plans and not at houses, and patience for a year.",
    "What must stay is the single contact; the sums, the topics and the length of the courses can follow local habits.",
    "A region with a dense network of chambers can start within {small} months; others should first train advisers.",
    "Visitors from abroad sat in on two sessions and found the templates easy to translate.",
)
CLAIMS = (
    ("{number} firms took part in the first three years.", "output", "firms"),
    ("{number} jobs were kept or created within two years of the support.", "result", "jobs"),
    ("The partners expect about {number} new exporters by the end of the period.", "target", "firms"),
    ("{number} advisers and mentors were trained.", "output", "people"),
    (
        "Firms with a voucher grew faster by {small} percentage points than those that were turned away.",
        "result",
        "points",
    ),
)
STAKEHOLDERS = (
    "Chamber of commerce of {place}",
    "Association of young entrepreneurs",
    "Faculty of economics",
    "Savings bank of {place}",
    "Employment service",
    "Towns and villages of the district",
)
NEEDS = (
    "Reach {whom} outside the towns",
    "Give {whom} a first loan without a house as security",
    "Learn what becomes of {whom} after the support",
    "Train advisers who speak the language of {whom}",
)

OWN_WORDS: dict[str, tuple[str, str, str]] = {
    "nl": (
        "Steunregeling voor kleine bedrijven in {place}",
        "Advies, een klein bedrag en een vaste contactpersoon helpen ondernemers in {place} bij hun eerste stappen.",
        "Het programma begon in {year} met {small} bedrijven. Wie meedoet, krijgt begeleiding van een ervaren ondernemer uit de buurt en werkt elke maand aan een plan dat de bank begrijpt.",
    ),
    "it": (
        "Programma di sostegno alle piccole imprese di {place}",
        "Consulenza, un piccolo contributo e un unico referente accompagnano le imprese di {place} nei primi passi.",
        "Il programma è nato nel {year} con {small} imprese. Chi partecipa è affiancato da un imprenditore esperto della zona e lavora ogni mese a un piano che la banca possa capire.",
    ),
    "es": (
        "Programa de apoyo a las pequeñas empresas de {place}",
        "Asesoramiento, una pequeña ayuda y una única persona de contacto acompañan a las empresas de {place} en sus primeros pasos.",
        "El programa empezó en {year} con {small} empresas. Quien participa recibe el apoyo de un empresario con experiencia y trabaja cada mes en un plan que el banco pueda entender.",
    ),
    "pl": (
        "Program wsparcia małych firm w regionie {place}",
        "Doradztwo, niewielka kwota i jeden opiekun pomagają przedsiębiorcom z regionu {place} w pierwszych krokach.",
        "Program rozpoczął się w {year} roku od {small} firm. Uczestnik otrzymuje wsparcie doświadczonego przedsiębiorcy z okolicy i co miesiąc pracuje nad planem zrozumiałym dla banku.",
    ),
    "el": (
        "Πρόγραμμα στήριξης μικρών επιχειρήσεων στην περιοχή {place}",
        "Συμβουλές, ένα μικρό ποσό και ένας υπεύθυνος επικοινωνίας βοηθούν τους επιχειρηματίες της περιοχής {place}.",
        "Το πρόγραμμα ξεκίνησε το {year} με {small} επιχειρήσεις. Κάθε συμμετέχων συνεργάζεται με έναν έμπειρο επιχειρηματία και δουλεύει κάθε μήνα ένα σχέδιο που καταλαβαίνει η τράπεζα.",
    ),
    "hu": (
        "Támogatási program {place} kisvállalkozásainak",
        "Tanácsadás, egy kisebb összeg és állandó kapcsolattartó segíti {place} vállalkozóit az első lépésekben.",
        "A program {year} évben indult {small} céggel. A résztvevők tapasztalt helyi vállalkozótól kapnak segítséget, és havonta dolgoznak egy olyan terven, amelyet a bank is megért.",
    ),
    "sv": (
        "Stödprogram för småföretag i {place}",
        "Rådgivning, en mindre summa pengar och en fast kontaktperson hjälper företagare i {place} med de första stegen.",
        "Programmet började {year} med {small} företag. Den som deltar får stöd av en erfaren företagare i trakten och arbetar varje månad med en plan som banken förstår.",
    ),
    "pt": (
        "Programa de apoio às pequenas empresas de {place}",
        "Aconselhamento, um pequeno montante e um contacto único ajudam os empresários de {place} nos primeiros passos.",
        "O programa começou em {year} com {small} empresas. Quem participa recebe o apoio de um empresário experiente da região e trabalha todos os meses num plano que o banco entende.",
    ),
}
"""Language → title, summary and description in it."""

TERRITORIES = (
    ("NL", "NL23", "nl"),
    ("IT", "ITH3", "it"),
    ("IT", "ITH5", "it"),
    ("ES", "ES52", "es"),
    ("GR", "EL63", "el"),
    ("PL", "PL63", "pl"),
    ("HU", "HU32", "hu"),
    ("SE", "SE32", "sv"),
    ("PT", "PT1C", "pt"),
    ("BE", "BE23", "nl"),
    ("GR", "EL52", "el"),
    ("FI", "FI1B", "sv"),
)
"""Country, NUTS code of 2024, language."""
