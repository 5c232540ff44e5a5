"""How much of a need's text the texts of practices say too."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pairing_builder import vocabularies

from miniexchange.catalogue.records import Need, Practice
from miniexchange.catalogue.terms import Terms
from miniexchange.pairing.fit.relevance import Relevance

TERMS = {name: Terms(name, record["terms"]) for name, record in vocabularies().items()}
TERMS["themes"] = Terms(
    "themes",
    {
        "entrepreneurship": {
            "label": {"en": "Entrepreneurship", "el": "επιχειρηματικότητα", "fr": "entrepreneuriat"}
        },
        "clusters": {"label": {"en": "Clusters", "el": "συστάδες επιχειρήσεων"}, "aliases": ["networks"]},
    },
)
FILLER = ["harbour", "timber", "ceramics", "railway", "forestry", "lighthouse"]


def need(title: str, **fields: object) -> Need:
    return msgspec.convert({"id": "n", "title": title} | fields, Need)


def practices(*found: str | dict[str, object]) -> list[Practice]:
    """Published practices: a text stands for a description."""
    records = [{"description": entry} if isinstance(entry, str) else entry for entry in found]
    return [
        msgspec.convert({"id": f"p{i}", "path": "", "title": "P", "status": "published"} | record, Practice)
        for i, record in enumerate(records)
    ]


def values(of: Need, found: list[Practice]) -> list[int]:
    return [int(value) for value in Relevance(found, TERMS, [of]).relevance(of)[0]]


def known(of: Need, found: list[Practice]) -> list[int]:
    return [int(value) for value in Relevance(found, TERMS, [of]).relevance(of)[1]]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("jeunes créateurs", "jeune createur"),
        ("επιχειρηματικότητα", "της επιχειρηματικότητας των νέων"),
        ("ΕΠΙΧΕΙΡΗΜΑΤΙΚΌΤΗΤΑ", "επιχειρηματικοτητα"),
        ("vállalkozások", "VALLALKOZAS"),
        ("przedsiębiorczość", "o przedsiebiorczosci młodych"),
    ],
)
def test_accents_and_endings_do_not_part_words(asked: str, said: str) -> None:
    first, *others = values(need(asked), practices(said, *FILLER))
    assert first > 500
    assert max(others) < 100


def test_parts_of_compounds_meet() -> None:
    compound, *others = values(need("Gründung und Förderung"), practices("Gründungsförderung", *FILLER))
    assert compound > max(others) + 200


def test_a_need_meets_practices_in_other_languages_by_the_labels_of_their_terms() -> None:
    english = {"description": "A summer of trading for the young", "themes": ["entrepreneurship"]}
    other = {"description": "A summer of trading for the young", "themes": ["clusters"]}
    carrying, not_carrying = values(need("Στήριξη της επιχειρηματικότητας"), practices(english, other))
    assert carrying > not_carrying


def test_a_label_that_is_alike_in_many_languages_counts_once() -> None:
    labels = {"en": "Guild", "fr": "guilde", "it": "guilda", "sv": "guildet"}
    several = TERMS | {"themes": Terms("themes", {"guild": {"label": labels}})}
    one = TERMS | {"themes": Terms("themes", {"guild": {"label": {"en": "Guild"}}})}
    found = practices({"description": "harbour", "themes": ["guild"]}, *FILLER)
    asked = need("guild timber")
    alike, single = (int(Relevance(found, terms, [asked]).relevance(asked)[0][0]) for terms in (several, one))
    assert alike == single > 0


def test_the_labels_of_the_need_itself_do_not_count() -> None:
    found = practices({"description": "harbour", "themes": ["entrepreneurship"]}, "timber", "harbour")
    assert values(need("harbour"), found) == values(need("harbour", themes=["entrepreneurship"]), found)


def test_translations_count_and_do_not_lengthen_the_text() -> None:
    plain = {"description": "Loans of the region"}
    translated = plain | {
        "translations": {"fr": {"summary": "Des prêts de la région pour l'artisanat", "difficulties": ["x"]}},
        "original_title": {"fr": "Prêts aux artisans"},
    }
    found = practices(plain, translated, *FILLER)
    first, second, *_ = values(need("loans"), found)
    assert second >= first > 500
    first, second, *_ = values(need("prêts aux artisans"), found)
    assert second > 500 > first


def test_rarer_words_count_more() -> None:
    found = practices("guild beacon", "guild", "guild", "guild", "beacon", "harbour")
    common, rare = values(need("guild beacon"), found)[1], values(need("guild beacon"), found)[4]
    assert rare > 1.5 * common > 0


def test_what_all_practices_say_weighs_next_to_nothing() -> None:
    found = practices(*(f"the {word}" for word in [*FILLER, "beacon"]))
    assert values(need("the beacon"), found)[-1] > 900
    assert max(values(need("the beacon"), found)[:-1]) < 50


def test_the_scale_is_absolute() -> None:
    found = practices("guild beacon", "guild quarry", "meadow quarry", "meadow harbour")
    whole, half, none, _ = values(need("guild beacon"), found)
    assert 950 <= whole <= 1000
    assert 250 <= half <= 500
    assert none < 50


@pytest.mark.parametrize("times", [2, 50, 5000])
def test_repetition_does_not_exceed_the_scale(times: int) -> None:
    found = practices("beacon " * times, "beacon", *FILLER)
    assert values(need("beacon beacon"), found)[0] <= 1000


def test_a_long_text_is_not_favoured_for_its_length() -> None:
    short, long = values(
        need("guild"), practices("guild of weavers", "guild of weavers " + " ".join(FILLER * 20), *FILLER)
    )[:2]
    assert short > long > 0


def test_a_practice_without_text_counts_the_average_and_is_unknown() -> None:
    found = practices("guild beacon", "harbour", {"title": "Guild beacon"}, {"problem": "No beacon"})
    reached = values(need("guild beacon"), found)
    assert reached[2] == (reached[0] + reached[1] + reached[3]) // 3
    assert known(need("guild beacon"), found) == [1000, 1000, 0, 1000]


def test_a_translated_summary_is_a_text() -> None:
    found = practices(
        "guild", {"translations": {"nl": {"summary": "gilde"}}}, {"translations": {"nl": {"title": "x"}}}
    )
    assert known(need("guild"), found) == [1000, 1000, 0]


@pytest.mark.parametrize("title", ["zymurgy", "🙂 🙃", "--", "a to of"])
def test_a_need_that_no_practice_speaks_of_says_nothing(title: str) -> None:
    found = practices("guild beacon", "harbour")
    assert values(need(title), found) == [500, 500]
    assert known(need(title), found) == [0, 0]


def test_words_that_no_practice_has_lower_what_is_known_alone() -> None:
    found = practices("guild beacon", "harbour")
    assert known(need("guild xyzzyx"), found) == [500, 500]
    assert values(need("guild xyzzyx"), found)[0] > 900


def test_a_deduced_need_is_half_known() -> None:
    found = practices("guild beacon", "harbour")
    assert known(need("guild", inferred=True), found) == [500, 500]
    assert values(need("guild", inferred=True), found) == values(need("guild"), found)


def test_title_and_description_of_the_need_count() -> None:
    found = practices("guild", "beacon", "harbour")
    title, description, neither = values(need("guild", description="A beacon"), found)
    assert min(title, description) > 400 > neither


def test_words_of_two_letters_do_not_count() -> None:
    found = practices("to of guild", "beacon", "harbour")
    assert values(need("to of beacon"), found)[0] < 50


def test_drafts_do_not_change_what_is_rare() -> None:
    published = practices("guild beacon", "beacon", "harbour")
    draft = msgspec.structs.replace(practices("guild guild quarry")[0], id="d", status="draft")
    asked = need("guild beacon quarry")
    assert values(asked, [*published, draft])[:3] == values(asked, published)


def test_a_need_must_be_among_those_given() -> None:
    relevance = Relevance(practices("guild"), TERMS, [need("guild")])
    with pytest.raises(KeyError):
        relevance.relevance(need("beacon"))


WORDS = st.lists(
    st.sampled_from(["guild", "guilds", "beacon", "νέων", "νέοι", "créer", "the", *FILLER]), max_size=8
)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=6)


@given(TEXTS, WORDS.map(" ".join), st.randoms(use_true_random=False))
def test_the_order_of_practices_does_not_matter(texts: list[str], asked: str, random: object) -> None:
    found = practices(*texts)
    order = list(range(len(found)))
    random.shuffle(order)  # type: ignore[attr-defined]
    straight, shuffled = values(need(asked), found), values(need(asked), [found[i] for i in order])
    assert shuffled == [straight[i] for i in order]


@given(TEXTS, st.lists(WORDS.map(" ".join), min_size=1, max_size=4))
def test_needs_are_compared_as_if_alone(texts: list[str], asked: list[str]) -> None:
    found, needs = practices(*texts), [need(title) for title in asked]
    together = Relevance(found, TERMS, needs)
    for one in needs:
        assert [int(value) for value in together.relevance(one)[0]] == values(one, found)


@given(st.lists(st.text(max_size=40), max_size=5), st.text(max_size=40))
def test_any_text_gives_whole_numbers_in_range(texts: list[str], asked: str) -> None:
    found, one = practices(*texts), need(asked)
    relevance = Relevance(found, TERMS, [one])
    for numbers in relevance.relevance(one):
        assert len(numbers) == len(found)
        assert all(0 <= number <= 1000 for number in numbers)
    for practice in found:
        relevance.shared_words(one, practice)


def test_many_terms_are_worked_on_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    found, asked = (
        practices("guild beacon " * 3, "beacon harbour", *FILLER),
        need(" ".join(FILLER) + " guild"),
    )
    whole = values(asked, found)
    monkeypatch.setattr("miniexchange.pairing.fit.bm25._CELLS", 10)
    assert values(asked, found) == whole


def test_very_long_and_odd_texts() -> None:
    found = practices("x" * 100_000, "🙂" * 1000, "", "guild " * 20_000, "\x00\x1b[31m guild", "\ud800 guild")
    asked = need("guild", description="\x00 🙂 " + "y" * 100_000)
    reached = values(asked, found)
    assert reached[3] > reached[0]
    assert reached[4] > reached[0]
    assert values(need("guild"), []) == []


def test_shared_words_are_spelled_as_in_the_practice_and_the_rarest_come_first() -> None:
    found = practices(
        "The Gründungen of guilds and Beacons, beacons", "guild the", "guild the", "the", "the harbour"
    )
    asked = need("The guilds, a beacon and Gründung")
    relevance = Relevance(found, TERMS, [asked])
    assert relevance.shared_words(asked, found[0]) == ("Beacons", "Gründungen", "guilds")
    assert relevance.shared_words(asked, found[0], most=1) == ("Beacons",)
    assert relevance.shared_words(asked, found[4]) == ()


def test_shared_words_are_neither_short_nor_common() -> None:
    found = practices("quarry many harbour", "harbour", "harbour", "timber")
    asked = need("many harbour quarry")
    assert Relevance(found, TERMS, [asked]).shared_words(asked, found[0]) == ("quarry",)


def test_shared_words_are_none_of_the_labels() -> None:
    found = practices({"description": "A summer", "themes": ["entrepreneurship"]}, *FILLER)
    asked = need("entrepreneurship")
    assert Relevance(found, TERMS, [asked]).shared_words(asked, found[0]) == ()
