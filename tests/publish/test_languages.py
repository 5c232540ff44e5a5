"""The interface's languages: numbers, dates and names by locale, escaped translations, complete catalogues."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from babel import Locale
from babel.messages import Catalog
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup
from untranslated import untranslated

from miniexchange.catalogue.records import Cost, Money, Period
from miniexchange.diagnostic import UserError
from miniexchange.publish.language import NP_, Interface, available, interface, own_name
from miniexchange.publish.language.catalogues import FOLDER, compiled
from miniexchange.publish.language.messages import check, extract, faults, read, update, written
from miniexchange.publish.render import Renderer
from miniexchange.text import names
from miniexchange.text.markdown import literal

ROOT = Path(__file__).parents[2]
COMPLETE = ("de", "es", "fr", "it")
READY = ("pl", "nl", "da", "sv", "hu", "ro", "el", "hr", "pt")
HOSTILE = (
    "<script>alert(1)</script>",
    "\" onmouseover='alert(1)' x=\"",
    "[click](javascript:alert(1)) ![p](http://x/y) `code` **bold** | cell",
    "{{ 7 * 7 }} {% raw %} %(link)s %s 100%",
    "\u202egnp.exe\u2069",
    "# heading\n\n- item\n<!-- -->",
    "العربية 🙂 ñ",
    "",
)


def spoken(tag: str, *texts: tuple[object, object], context: str | None = None) -> Interface:
    """An interface with just these translations."""
    catalogue = Catalog(locale=tag.replace("-", "_"))
    for text, translation in texts:
        catalogue.add(text, translation, context=context)
    return Interface(tag, compiled(written(catalogue, tag), tag))


# Numbers, money, dates, names


@pytest.mark.parametrize(
    ("value", "english", "german", "french", "spanish"),
    [
        (0, "0", "0", "0", "0"),
        (7, "7", "7", "7", "7"),
        (-1200, "-1,200", "-1.200", "-1\u202f200", "-1.200"),
        (2.50, "2.5", "2,5", "2,5", "2,5"),
        (1234567, "1,234,567", "1.234.567", "1\u202f234\u202f567", "1.234.567"),
        (1234.5678, "1,234.5678", "1.234,5678", "1\u202f234,5678", "1.234,5678"),
        (1_000_000, "1 million", "1 Million", "1 million", "1 millón"),
        (1_500_000, "1.5 million", "1,5 Millionen", "1,5 million", "1,5 millones"),
        (32_000_000, "32 million", "32 Millionen", "32 millions", "32 millones"),
        (32_000_001, "32,000,001", "32.000.001", "32\u202f000\u202f001", "32.000.001"),
        (2_350_000_000, "2.35 billion", "2,35 Milliarden", "2,35 milliards", "2,35 mil millones"),
        (-2_500_000, "-2.5 million", "-2,5 Millionen", "-2,5 millions", "-2,5 millones"),
    ],
)
def test_numbers(value: float, english: str, german: str, french: str, spanish: str) -> None:
    written_as = [interface(tag).number(value) for tag in ("en", "de", "fr", "es")]
    assert written_as == [english, german, french, spanish]


@given(st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9).map(lambda x: round(x, 4)))
@example(999_999.9999)
@example(-0.0)
def test_no_language_rounds_a_number(value: float) -> None:
    for tag in available():
        text = interface(tag).number(value)
        if re.search(r"[^\W\d_]", text):
            continue  # with a word such as million, see below
        symbols = Locale.parse(tag).number_symbols["latn"]
        digits = text.replace(symbols["group"], "").replace(symbols["decimal"], ".")
        assert float(digits) == value, (tag, text)


@given(st.integers(1, 99_999), st.sampled_from([10_000, 10_000_000]))
def test_a_number_in_words_counts_the_same_everywhere(hundredths: int, unit: int) -> None:
    """32 million is as many Millionen; Spanish counts mil millones where English has a billion."""
    value = hundredths * unit
    english = interface("en").number(value)
    if "illion" not in english:
        return
    for tag in COMPLETE:
        text = interface(tag).number(value)
        assert re.match(r"[\d,]+", text)[0].replace(",", ".") == english.split()[0], (tag, text, english)


def test_figures_and_money() -> None:
    english, german = interface("en"), interface("de")
    assert english.figure(None, None, "", "firms") == ("", "")
    assert english.figure(32e6, None, "about", "EUR of extra turnover") == (
        "about EUR 32 million",
        "of extra turnover",
    )
    assert german.figure(32e6, None, "about", "EUR of extra turnover") == (
        "etwa 32 Millionen EUR",
        "of extra turnover",
    )
    assert english.figure(2, 3, "at-least", "per cent") == ("at least 2 to 3%", "")
    assert german.figure(2, 3, "at-most", "%") == ("höchstens 2 bis 3\xa0%", "")
    assert english.figure(12, None, "", "firms") == ("12", "firms")
    assert english.money(None) == ""
    assert (
        english.money(Money(amount=2_350_000, currency="EUR", qualifier="about")) == "about EUR 2.35 million"
    )
    assert english.money(Cost(amount=3200, amount_max=4000, currency="SEK")) == "SEK 3,200 to 4,000"
    assert german.money(Cost(amount=3200, currency="SEK")) == "3.200 SEK"
    assert interface("es").money(Cost(amount=3_200_000, currency="EUR")) == "3,2 millones de EUR"
    assert (english.percent(25.5), german.percent(25.5), interface("it").percent(25)) == (
        "25.5%",
        "25,5\xa0%",
        "25%",
    )


@pytest.mark.parametrize(
    ("text", "english", "german", "french", "spanish"),
    [
        ("2010", "2010", "2010", "2010", "2010"),
        ("2010-06", "June 2010", "Juni 2010", "juin 2010", "junio de 2010"),
        ("2010-06-01", "1 June 2010", "1. Juni 2010", "1er juin 2010", "1 de junio de 2010"),
        ("ongoing", "ongoing", "laufend", "en cours", "en curso"),
        ("2010-13", "2010-13", "2010-13", "2010-13", "2010-13"),
        ("<b>²</b>", "<b>²</b>", "<b>²</b>", "<b>²</b>", "<b>²</b>"),
        ("", "", "", "", ""),
        (None, "", "", "", ""),
    ],
)
def test_dates(text: str | None, english: str, german: str, french: str, spanish: str) -> None:
    assert [interface(tag).date(text) for tag in ("en", "de", "fr", "es")] == [
        english,
        german,
        french,
        spanish,
    ]


@pytest.mark.parametrize(
    ("start", "end", "english", "german", "french", "spanish"),
    [
        ("2010-05", None, "from May 2010", "ab Mai 2010", "dès mai 2010", "desde mayo de 2010"),
        (
            "2010-05-03",
            None,
            "from 3 May 2010",
            "ab dem 3. Mai 2010",
            "dès le 3 mai 2010",
            "desde el 3 de mayo de 2010",
        ),
        (
            "2010",
            "ongoing",
            "since 2010, ongoing",
            "seit 2010, laufend",
            "depuis 2010, en cours",
            "desde 2010, en curso",
        ),
        (
            "2010-05-03",
            "ongoing",
            "since 3 May 2010, ongoing",
            "seit dem 3. Mai 2010, laufend",
            "depuis le 3 mai 2010, en cours",
            "desde el 3 de mayo de 2010, en curso",
        ),
        (
            None,
            "2010-05",
            "until May 2010",
            "bis Mai 2010",
            "jusqu’en mai 2010",
            "hasta mayo de 2010",
        ),
        (
            None,
            "2010-05-03",
            "until 3 May 2010",
            "bis zum 3. Mai 2010",
            "jusqu’au 3 mai 2010",
            "hasta el 3 de mayo de 2010",
        ),
    ],
)
def test_a_day_has_its_article(
    start: str | None, end: str | None, english: str, german: str, french: str, spanish: str
) -> None:
    period = Period(start=start, end=end)
    spans = [interface(tag).span(period) for tag in ("en", "de", "fr", "es")]
    assert spans == [english, german, french, spanish]


@pytest.mark.parametrize(
    ("start", "end", "recurring", "english", "german"),
    [
        (None, None, "", "", ""),
        (None, None, "yearly", "every year", "jedes Jahr"),
        ("1999", None, "", "from 1999", "ab 1999"),
        ("1999", "ongoing", "", "since 1999, ongoing", "seit 1999, laufend"),
        ("2010", "2012-03", "yearly", "2010 to March 2012, every year", "2010 bis März 2012, jedes Jahr"),
        ("2010", "2010", "", "2010", "2010"),
        (None, "2011", "", "until 2011", "bis 2011"),
        (None, "ongoing", "yearly", "ongoing, every year", "laufend, jedes Jahr"),
    ],
)
def test_periods(start: str | None, end: str | None, recurring: str, english: str, german: str) -> None:
    period = Period(start=start, end=end, recurring=recurring)
    assert [interface(tag).span(period) for tag in ("en", "de")] == [english, german]


def test_no_period_is_no_text() -> None:
    assert interface("en").span(None) == ""


def test_names_of_countries_and_languages() -> None:
    english = interface("en")
    assert {code: english.country(code) for code in names.COUNTRIES} == names.COUNTRIES
    assert {tag: english.language_name(tag) for tag in names.LANGUAGES} == names.LANGUAGES
    assert english.country("BR") == "Brazil"
    assert [interface(tag).country("GR") for tag in COMPLETE] == ["Griechenland", "Grecia", "Grèce", "Grecia"]
    assert [interface(tag).country("<Q>") for tag in available()] == ["<Q>"] * len(available())
    assert [interface(tag).language_name("pt-BR") for tag in ("en", "de")] == ["Portuguese", "Portugiesisch"]
    assert [own_name(tag) for tag in ("en", "de", "el")] == ["English", "Deutsch", "Ελληνικά"]


def test_lists() -> None:
    assert [interface("en").listed(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert [interface(tag).listed(["a", "b", "c"]) for tag in COMPLETE] == [
        "a, b und c",
        "a, b y c",
        "a, b et c",
        "a, b e c",
    ]
    spanish = interface("es")
    assert spanish.listed(["España", "Italia"]) == "España e Italia"
    assert spanish.listed(["agua", "hielo"]) == "agua y hielo"
    assert interface("de").listed(["{0}", "%s", "{1}"]) == "{0}, %s und {1}"


def test_numbers_choose_their_plural() -> None:
    english = interface("en")
    assert [english.ngettext("%(num)s post", "%(num)s posts", n) for n in (0, 0.5, 1, 1.0, 1.5, 1234)] == [
        "0 posts",
        "0.5 posts",
        "1 post",
        "1 post",
        "1.5 posts",
        "1,234 posts",
    ]
    polish = spoken("pl", (("%(num)s year", "%(num)s years"), ("%(num)s rok", "%(num)s lata", "%(num)s lat")))
    assert [polish.ngettext("%(num)s year", "%(num)s years", n) for n in (1, 3, 5)] == [
        "1 rok",
        "3 lata",
        "5 lat",
    ]
    french = spoken("fr", (("%(num)s post", "%(num)s posts"), ("%(num)s poste", "%(num)s postes")))
    assert [french.ngettext("%(num)s post", "%(num)s posts", n) for n in (0, 1.5, 2)] == [
        "0 poste",
        "1,5 poste",
        "2 postes",
    ]


def test_a_word_in_two_uses_is_two_words() -> None:
    """A need is open, and a door; the word is marked in a table and translated when it is used."""
    open_need = NP_("a need", "Open")
    spanish = interface("es")
    assert [spanish.gettext(open_need), spanish.pgettext("a question", "Open")] == [
        "Abierta",
        "Sin respuesta",
    ]
    speaks = spoken("pl", ("Open", "Otwarta"), context="a need")
    assert [speaks.gettext(open_need), speaks.gettext("Open")] == ["Otwarta", "Open"]
    for tag in available():  # also untranslated it is a plain text, which a page prints fastest
        assert type(interface(tag).gettext(NP_("no such context", "Open"))) is str
        assert interface(tag).gettext(NP_("no such context", "Open")) == "Open"


@pytest.mark.parametrize("tag", READY)
def test_every_partner_language_has_its_formats(tag: str) -> None:
    ready = spoken(tag)
    assert re.match(r"2[,.]35 ?\w+ ?\w+", ready.number(2_350_000_000).replace("\xa0", " "))
    assert ready.country("SE") != interface("en").country("SE")
    assert ready.date("2010-06") != "June 2010"
    assert "2010" in ready.date("2010-06")
    assert ready.direction == "ltr"


def test_portuguese_is_that_of_portugal() -> None:
    assert (spoken("pt").number(2e9), spoken("pt-BR").number(2e9)) == ("2 mil milhões", "2 bilhões")


def test_arabic_is_written_from_right_to_left() -> None:
    assert spoken("ar").direction == "rtl"


# Which language speaks


def test_a_language_without_a_catalogue_speaks_english_and_says_so() -> None:
    polish = interface("pl")
    assert (polish.tag, polish.asked, polish.direction) == ("en", "pl", "ltr")
    assert "no translation into Polish (pl)" in polish.note
    assert polish.number(1234.5) == "1,234.5"


def test_a_variant_speaks_its_language() -> None:
    austrian = interface("de-AT")
    assert (austrian.tag, austrian.asked, austrian.note, austrian.gettext("ongoing")) == (
        "de-AT",
        "de-AT",
        "",
        "laufend",
    )
    assert interface("de") is interface("de")


@pytest.mark.parametrize("tag", ["", "x", "../../etc", "de_DE", "tlh", "zz-ZZ", "de/../fr"])
def test_a_tag_that_is_none_speaks_english(tag: str) -> None:
    assert interface(tag).tag == "en"


def test_the_key_of_kept_pages_changes_with_the_language() -> None:
    digests = {interface(tag).digest for tag in available()}
    assert len(digests) == len(available())


def test_english_needs_no_babel() -> None:
    program = (
        "import sys\n"
        "from miniexchange.publish.language import interface\n"
        "i = interface('en')\n"
        "i.number(1234.5), i.date('2010-06-01'), i.country('SE'), i.language_name('de'), i.listed(['a', 'b']), i.percent(2)\n"
        "i.ngettext('%(num)s post', '%(num)s posts', 1.5), i.gettext('x'), i.direction, i.digest\n"
        "sys.exit('babel' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_empty_text_is_not_the_header_of_the_catalogue() -> None:
    assert interface("de").gettext("") == ""


# Templates


def page(folder: Path, form: str, template: str, speaks: Interface, **view: object) -> str:
    file = folder / form / ("page.html" if form == "html" else "page.md")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(template, encoding="utf-8")
    return Renderer(form, folder, speaks).page("page", view, "the test")


SENTENCE = "It goes to %(where)s, for *%(what)s* & <more>."
GERMAN = "Für *%(what)s* & <mehr>: %(where)s."


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "call", ['_("{}", where=value, what=bold())', 'pgettext("c", "{}", where=value, what=bold())']
)
def test_html_escapes_texts_and_values_but_not_markup(tmp_path: Path, value: str, call: str) -> None:
    speaks = spoken("de", (SENTENCE, GERMAN), context="c" if call.startswith("p") else None)
    macro = "{% macro bold() %}<b>x</b>{% endmacro %}"
    inner = page(tmp_path, "html", f"{macro}{{{{ {call.format(SENTENCE)} }}}}", speaks, value=value)
    shown = page(tmp_path, "html", "{{ value }}", speaks, value=value)
    assert inner == f"Für *<b>x</b>* &amp; &lt;mehr&gt;: {shown}."
    assert unescape(shown) == value.replace("\u202e", "[U+202E]").replace("\u2069", "[U+2069]")


@pytest.mark.parametrize("value", HOSTILE)
def test_markdown_neutralises_texts_and_values_but_not_markup(tmp_path: Path, value: str) -> None:
    speaks = spoken("de", (SENTENCE, GERMAN))
    template = '{% macro bold() %}**x**{% endmacro %}{{ _("' + SENTENCE + '", where=value, what=bold()) }}'
    text = page(tmp_path, "markdown", template, speaks, value=value)
    assert text == f"Für \\***x**\\* &amp; &lt;mehr&gt;: {literal(value)}."


@pytest.mark.parametrize("form", ["html", "markdown"])
@pytest.mark.parametrize("value", HOSTILE)
def test_blocks_and_lists_escape_as_well(tmp_path: Path, form: str, value: str) -> None:
    speaks = spoken(
        "de",
        ("From %(who)s", "Von %(who)s"),
        (
            ("%(num)s firm in %(who)s", "%(num)s firms in %(who)s"),
            ("%(num)s Firma in %(who)s", "%(num)s Firmen in %(who)s"),
        ),
    )
    bare = page(tmp_path, form, "{{ value }}", speaks, value=value)
    template = (
        "{% trans who=value %}\n  From {{ who }}\n{% endtrans %}\n"
        "\n{% trans num=1234, who=value %}{{ num }} firm in {{ who }}{% pluralize %}{{ num }} firms in {{ who }}{% endtrans %}\n"
        "\n{{ [value, plain] | listed }}"
    )
    plain = Markup("<b>|</b>")
    text = page(tmp_path, form, template, speaks, value=value, plain=plain)
    assert text == f"Von {bare}\n1.234 Firmen in {bare}\n{bare} und {plain}"


def test_constant_texts_are_translated_when_a_template_is_compiled(tmp_path: Path) -> None:
    speaks = spoken("de", ("Practices & needs", "Praktiken & Bedarf"), ("100%%", "100 %%"))
    template = (
        '{% macro h(x) %}<h2>{{ x }}</h2>{% endmacro %}{{ h(_("Practices & needs")) }}<a title="{{ _("Practices & needs") }}">'
        '{{ _("100%%") }}{{ _("100%%") | upper }}{% trans %}Practices & needs{% endtrans %}'
    )
    assert page(tmp_path, "html", template, speaks) == (
        '<h2>Praktiken &amp; Bedarf</h2><a title="Praktiken &amp; Bedarf">100 %100 %Praktiken &amp; Bedarf'
    )


def test_constant_texts_in_a_context_are_translated_when_a_template_is_compiled(tmp_path: Path) -> None:
    speaks = spoken("de", ("Open", "Offen & frei"), context="a need")
    template = '{{ pgettext("a need", "Open") }}, {{ pgettext("a door", "Open") }}'
    assert page(tmp_path, "html", template, speaks) == "Offen &amp; frei, Open"


@pytest.mark.parametrize(
    "template",
    [
        '\n{{ _("To %(where)s") }}',
        '\n{{ _("To %(where)s", whom=1) }}',
        '\n{{ _("50% of it") }}',
        '\n{{ _("To %(where)s", where=nobody) }}',
        '\n{% if never %}{{ pgettext("c", "To %(where)s") }}{% endif %}',  # seen before it is shown
    ],
)
def test_a_text_without_its_values_is_a_fault_of_the_template(tmp_path: Path, template: str) -> None:
    with pytest.raises(UserError, match=r"template html/page\.html, line 2: "):
        page(tmp_path, "html", template, interface("en"), never=False)


# Catalogues


def test_the_shipped_catalogues_are_complete() -> None:
    found = check(ROOT)
    assert set(COMPLETE) <= set(found)
    assert {tag: left[:5] for tag, left in found.items() if left} == {}


@pytest.mark.parametrize("tag", COMPLETE)
def test_a_catalogue_is_written_in_the_one_form(tag: str) -> None:
    path = FOLDER / tag / "LC_MESSAGES/miniexchange.po"
    assert path.read_bytes() == written(read(path, tag), tag), "`make messages` writes it so"


@pytest.mark.parametrize(
    "template",
    sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".md")),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_every_word_of_a_template_can_be_translated(template: Path) -> None:
    assert untranslated(template) == []


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.html", '<p class="big red">{{ _("Seen") }} {{ view.x }}: 12 EU</p>', [": 12 EU"]),
        (
            "a.html",
            '<p{% if x %} class="is-deduced"{% endif %} title="Say {{ x }}">{{ x }}</p>',
            ["Say \ue000"],
        ),
        (
            "a.html",
            '<input placeholder="find"{{ m.lang }}><img alt="{{ "A map" if x }}">',
            ["find", "A map"],
        ),
        ("a.html", '{% if x == "Not Shown" %}yes{% else %}no{% endif %}{{ x["Not Shown"] }}', ["yes", "no"]),
        (
            "a.html",
            '{{ m.section("id", "The problem") }}{% set w = ["Two words", "is-one"] %}',
            ["The problem", "Two words"],
        ),
        ("a.html", '{{ m.section("id", _("The problem")) }}<script>var words;</script><!-- none -->', []),
        ("a.html", "{% trans who=x %}From {{ who }}{% endtrans %}{% block main %}{% endblock %}", []),
        ("a.md", "# Title {{ x }}\n- [{{ x }}]({{ root }}page.md#part) **{{ _('Seen') }}**", ["# Title"]),
    ],
)
def test_words_outside_gettext_are_found(tmp_path: Path, name: str, text: str, words: list[str]) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert untranslated(file) == words


@pytest.mark.parametrize(
    "template",
    sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".md")),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_a_colon_is_written_as_the_language_writes_it(template: Path) -> None:
    """French has a space before it: in a template it is `{{ _(":") }}`, not a sign between two values."""
    text = re.sub(r"<style>.*?</style>", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    between = re.split(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", text, flags=re.DOTALL)
    assert [part for part in between if re.search(r"(?<![-|:]):(?!\S)", part.replace("mailto:", ""))] == []


def small(*texts: tuple[object, object], flags: tuple[str, ...] = ()) -> Catalog:
    catalogue = Catalog(locale="de")
    for text, translation in texts:
        catalogue.add(text, translation, flags=flags)
    return catalogue


@pytest.mark.parametrize(
    ("text", "translation", "fault"),
    [
        ("About %(who)s", "Über %(who)s", ""),
        ("About %(who)s", "", "is not translated"),
        ("About %(who)s", "Über %(wer)s", "other placeholders"),
        ("About %(who)s", "Über", "other placeholders"),
        ("About %(who)s", "Über %s", "other placeholders"),
        ("About", "Über 5 % davon", "stray %"),
        ("in ", "in", "other spaces"),
        ("in", "in\n", "other spaces"),
        (":", "\xa0:", ""),
        (("one year", "%(num)s years"), ("ein Jahr", "%(num)s Jahre"), ""),
        (("%(num)s year", "%(num)s years"), ("ein Jahr", "%(num)s Jahre"), "other placeholders"),
        (("%(num)s year", "%(num)s years"), ("%(num)s Jahr", ""), "is not translated"),
        (("%(num)s year", "%(num)s years"), ("%(num)s Jahr",), "has 1 forms"),
    ],
)
def test_faults_of_a_translation_are_found(text: object, translation: object, fault: str) -> None:
    found = list(faults(small((text, "")), small((text, translation))))
    assert bool(found) == bool(fault), found
    assert fault in "".join(found)


def test_faults_of_a_catalogue_are_found() -> None:
    wanted = small(("New", ""), ("Kept", ""))
    assert "'New' is missing" in "".join(faults(wanted, small(("Kept", "Behalten"))))
    assert "'Old' is no longer used" in "".join(
        faults(wanted, small(("New", "Neu"), ("Kept", "x"), ("Old", "Alt")))
    )
    assert "marked fuzzy" in "".join(faults(wanted, small(("New", "Neu"), ("Kept", "x"), flags=("fuzzy",))))


def checkout(root: Path, template: str) -> Path:
    (root / "src/miniexchange/publish").mkdir(parents=True, exist_ok=True)
    (root / "templates/html").mkdir(parents=True, exist_ok=True)
    (root / "templates/markdown").mkdir(parents=True, exist_ok=True)
    (root / "src/miniexchange/publish/words.py").write_text(
        'A = N_("A word")\nB = NP_("a table", "A word")\n', encoding="utf-8"
    )
    (root / "templates/html/page.html").write_text(template, encoding="utf-8")
    return root


def test_texts_are_found_brought_in_and_dropped(tmp_path: Path) -> None:
    root = checkout(
        tmp_path, '{{ _("First") }}{% trans n=3 %}{{ n }} year{% pluralize %}{{ n }} years{% endtrans %}'
    )
    assert {(message.context, message.id) for message in extract(root) if message.id} == {
        (None, "A word"),
        ("a table", "A word"),
        (None, "First"),
        (None, ("%(n)s year", "%(n)s years")),
    }
    assert [len(left) for left in update(root, "pl").values()] == [4]
    path = root / "src/miniexchange/locale/pl/LC_MESSAGES/miniexchange.po"
    assert "nplurals=3" in path.read_text(encoding="utf-8")
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            'msgid "First"\nmsgstr ""', 'msgid "First"\nmsgstr "Pierwszy"'
        ),
        encoding="utf-8",
    )
    checkout(root, '\n\n{{ _("First") }}{{ _("Second") }}')
    assert {fault.split("'")[1] for fault in check(root)["pl"]} == {"A word", "Second", "%(n)s year"}
    left = update(root)["pl"]
    assert [fault.partition(" is ")[0] for fault in left] == ["'A word'", "'Second'", "'A word' (a table)"]
    assert compiled(path.read_bytes(), "pl").gettext("First") == "Pierwszy"
    before = path.read_bytes()
    update(root)
    assert path.read_bytes() == before
