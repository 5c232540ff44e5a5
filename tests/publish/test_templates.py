"""A catalogue's own templates, and what happens when one fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_reader import contents
from small_catalogue import build

from miniexchange.diagnostic import UserError


def own(root: Path, name: str, text: str) -> None:
    file = root / "site/templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_one_template_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    before = contents(build(tmp_path, out=tmp_path / "before").home.parent)
    own(tmp_path, "html/404.html", '{% extends "base.html" %}{% block main %}<h1>Gone</h1>{% endblock %}')
    after = contents(build(tmp_path, out=tmp_path / "after").home.parent)
    changed = {name for name in before if before[name] != after[name]} - {".miniexchange-site.json"}
    assert changed == {"404.html"}
    assert b"<h1>Gone</h1>" in after["404.html"] and b'<nav aria-label="Main">' in after["404.html"]


def test_the_style_sheet_is_replaced_in_the_same_way(tmp_path: Path) -> None:
    own(tmp_path, "html/style.css", "body { color: {{ not a template }} }\n")
    assert contents(build(tmp_path).home.parent)["style.css"] == b"body { color: {{ not a template }} }\n"


def test_a_template_of_any_ending_escapes_what_it_prints(tmp_path: Path) -> None:
    own(tmp_path, "html/part.txt", "{{ '<b>' }}{{ view.title }}")
    own(tmp_path, "html/404.html", '{% include "part.txt" %}')
    assert contents(build(tmp_path).home.parent)["404.html"] == b"&lt;b&gt;Page not found"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("one\n{{ view.no_such_thing }}", 2, "no_such_thing"),
        ("\n\n{% if %}", 3, "Expected"),
        ("{{ 1 / 0 }}", 1, "ZeroDivisionError"),
        ('\n{% include "absent.html" %}', 2, "absent.html"),
        ("{{ view.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ view.update({'title': 'x'}) }}", 1, "unsafe"),
    ],
)
def test_an_error_names_template_line_and_record(tmp_path: Path, text: str, line: int, told: str) -> None:
    own(tmp_path, "html/practice.html", text)
    with pytest.raises(UserError) as caught:
        build(tmp_path)
    assert caught.value.message.startswith(f"template html/practice.html, line {line}: ")
    assert told in caught.value.message
    assert "data/practices/attempt.yaml" in caught.value.message
    assert not (tmp_path / "site-build/index.html").exists()


def test_an_error_in_an_included_template_names_that_one(tmp_path: Path) -> None:
    own(tmp_path, "html/part.html", "\n{{ view.absent }}")
    own(tmp_path, "html/region.html", '{% include "part.html" %}')
    with pytest.raises(UserError, match=r"template html/part\.html, line 2: .*data/regions/north\.yaml"):
        build(tmp_path, out=tmp_path / "out")


@pytest.mark.parametrize("name", ["html/style.css", "html/home.html", "html"])
def test_a_template_that_is_a_link_is_refused(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not to be published")
    templates = tmp_path / "catalogue/site/templates"
    (templates / name).parent.mkdir(parents=True)
    (templates / name).symlink_to(secret)
    with pytest.raises(UserError, match=r"is a symbolic link"):
        build(tmp_path / "catalogue")


def test_templates_outside_the_catalogue_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"leads out of the catalogue"):
        build(tmp_path / "catalogue", settings={"site": {"templates": "../templates"}})
