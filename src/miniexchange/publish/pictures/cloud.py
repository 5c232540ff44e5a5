"""The cloud of terms: large is often used, and terms that are used together stand together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from miniexchange.publish.pictures.nearness import Floats, likeness, positions
from miniexchange.publish.pictures.packing import Shape, pack
from miniexchange.publish.pictures.text_width import shortened, text_width

View = dict[str, object]

MOST = 150
"""So many terms are in the picture."""
_GROUPS = 6
_LONGEST_TITLE = 160  # characters


@dataclass(frozen=True)
class CloudTerm:
    """A term, how many records use it, and its group in words (such as the wider theme).

    `lang` is the language of the title where it is not the page's.
    """

    id: str
    title: str
    page: str
    count: int
    group: str
    lang: str = ""


@dataclass(frozen=True)
class _Form:
    """One layout: its shape, the font sizes from rare to frequent, and the longest text in characters."""

    name: str
    shape: Shape
    sizes: tuple[int, int, int, int, int]
    longest: int


_FORMS = (
    _Form("wide", Shape(1.5), (16, 19, 24, 30, 38), 42),
    _Form("narrow", Shape(1.0, column=300), (12, 13, 15, 18, 21), 30),
)


def draw_cloud(terms: Sequence[CloudTerm], together: Mapping[tuple[str, str], int]) -> View:
    """The cloud in two layouts, `wide` and `narrow` (300 units), the same whatever the order of the terms.

    `together` says how many records use both terms of a pair of ids (either order, or both orders added). `groups`
    are the six most used groups, numbered from 1, each with its mark; the sixth gathers all others (title empty)
    when there are more. `terms` is the list in words, the most used first; the first 150 are drawn.
    """
    ranked = sorted((t for t in terms if t.count > 0 and t.title.strip()), key=lambda t: (-t.count, t.id))
    titles, number = _groups(ranked)
    groups = [number[t.group] for t in ranked]
    drawn = ranked[:MOST]
    counts = [t.count for t in drawn]
    levels = _levels(counts)
    like = likeness([t.id for t in drawn], counts, groups[:MOST], together)
    wishes = positions(like, groups[:MOST])
    return {
        "groups": [
            {"group": n, "title": title, "mark": _mark(n, 6, 6, 10)} for n, title in enumerate(titles, 1)
        ],
        "terms": [{**_link(t), "group": group} for t, group in zip(ranked, groups, strict=True)],
        "forms": [_form(form, drawn, groups, levels, wishes, like) for form in _FORMS] if drawn else [],
    }


def _form(
    form: _Form,
    terms: Sequence[CloudTerm],
    groups: Sequence[int],
    levels: Sequence[int],
    wishes: Floats,
    like: Floats,
) -> View:
    drawn = [_set(form, term, level) for term, level in zip(terms, levels, strict=True)]
    boxes = [(mark + width + size // 2, size + size // 8) for _, size, mark, width in drawn]
    centres = pack(boxes, wishes, like, form.shape)
    left = min(x - w // 2 for (x, _), (w, _) in zip(centres, boxes, strict=True))
    top = min(y - h // 2 for (_, y), (_, h) in zip(centres, boxes, strict=True))
    words: list[View] = []
    for n, (text, size, mark, width) in enumerate(drawn):
        (x, y), (w, _) = centres[n], boxes[n]
        start, base = x - w // 2 - left + size // 4, y - top + size * 33 // 100
        words.append(
            {
                **_link(terms[n]),
                "text": text,
                "group": groups[n],
                "level": levels[n],
                "size": size,
                "x": start + mark,
                "y": base,
                "width": width,
                "mark": _mark(groups[n], start + size // 6, base - size // 3, size * 2 // 5),
            }
        )
    # Read from top to bottom, so that the keyboard goes through the cloud as the eye does.
    order = sorted(range(len(words)), key=lambda n: (centres[n][1], centres[n][0]))
    return {
        "name": form.name,
        "width": max(x + w // 2 for (x, _), (w, _) in zip(centres, boxes, strict=True)) - left + 1,
        "height": max(y + h // 2 for (_, y), (_, h) in zip(centres, boxes, strict=True)) - top + 1,
        "words": [words[n] for n in order],
    }


def _set(form: _Form, term: CloudTerm, level: int) -> tuple[str, int, int, int]:
    """Text, font size, room for the mark, and width; in a column, large words are set smaller until they fit."""
    text = shortened(term.title, form.longest)
    sizes = range(form.sizes[level], 8, -1)
    room = form.shape.column or 10**9
    for size in sizes:
        width = text_width(text, size, bold=level > 2)
        if width + size + size // 2 + 2 <= room:
            break
    else:
        width = min(width, room - 2 * size)
    return text, size, size // 2 + 2, width


def _groups(terms: Sequence[CloudTerm]) -> tuple[list[str], dict[str, int]]:
    """The titles of the groups by number, and the number of each group."""
    used: dict[str, int] = {}
    for term in terms:
        used[term.group] = used.get(term.group, 0) + term.count
    ranked = sorted(used, key=lambda group: (-used[group], group))
    titles = ranked if len(ranked) <= _GROUPS else [*ranked[: _GROUPS - 1], ""]
    return titles, {group: min(n, _GROUPS) for n, group in enumerate(ranked, 1)}


def _levels(counts: Sequence[int]) -> list[int]:
    """0 to 4, by the square root of the count between the least and the most."""
    if not counts:
        return []
    least, most = min(counts) ** 0.5, max(counts) ** 0.5
    return [round(4 * (count**0.5 - least) / (most - least)) if most > least else 2 for count in counts]


def _mark(group: int, x: int, y: int, size: int) -> str:
    """The group's sign as a path around (x, y): disc, square, diamond, triangle, upright bar, cross."""
    r = max(size // 2, 3)
    d = 2 * r
    return (
        f"M{x - r} {y}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0z",
        f"M{x - r} {y - r}h{d}v{d}h-{d}z",
        f"M{x} {y - r - 1}l{r + 1} {r + 1}-{r + 1} {r + 1}-{r + 1}-{r + 1}z",
        f"M{x} {y - r}l{r} {d}h-{d}z",
        f"M{x - 1} {y - r}h3v{d}h-3z",
        f"M{x - 1} {y - r}h2v{r - 1}h{r - 1}v2h-{r - 1}v{r - 1}h-2v-{r - 1}h-{r - 1}v-2h{r - 1}z",
    )[group - 1]


def _link(term: CloudTerm) -> View:
    return {
        "id": term.id,
        "title": shortened(term.title, _LONGEST_TITLE),
        "page": term.page,
        "lang": term.lang,
        "count": term.count,
    }
