"""Templates compiled to less work mean what they mean to Jinja: the same text, the same errors, the same sandbox."""

from __future__ import annotations

import traceback
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError
from markupsafe import Markup, escape

from miniexchange.publish.compiling import Printed, compile_quickly
from miniexchange.publish.language import install, interface

VIEW: dict[str, Any] = {
    "name": "<V>",
    "title": "Fünf <b>neue</b> & \"alte\" 'Märkte'",
    "marked": Markup("<i>kept</i>"),
    "empty": "",
    "none": None,
    "number": 1234.5,
    "long": "<script>" * 40,
    "inner": {"name": "Łódź & <Süd>", "deep": {"name": "{{ 7 * 7 }}"}},
    "names": ["<one>", Markup("<b>two</b>"), "three"],
    "people": [{"name": "Ann", "age": 7}, {"name": "<Bob>", "age": 0}, {"name": "Ann", "age": 7}],
    "nobody": [],
}
MACROS = """\
{% macro plain(text) %}<p>{{ text }}</p>{% endmacro %}
{% macro two(first, second="<none>", third=7) -%}
[{{ first }}|{{ second }}|{{ third }}]
{%- endmacro %}
{% macro outer(x) %}{{ plain(two(x, third=plain(x))) }}{% endmacro %}
{% macro any(a) %}{{ a }}:{{ varargs | join(",") }}:{{ kwargs | dictsort | join(",") }}{% endmacro %}
{% macro around(x) %}<div>{{ caller(x) }}{{ caller(two(x)) }}</div>{% endmacro %}
{% macro down(n) %}{{ n }}{% if n > 0 %},{{ down(n - 1) }}{% endif %}{% endmacro %}
"""
BASE = """\
<title>{% block title %}{{ view.title }}{% endblock %}</title>
{% block main %}<h1>base {{ view.inner.name }}</h1>{% endblock %}
{% for p in view.people %}{% block each scoped %}{{ p.name }};{% endblock %}{% endfor %}
"""
PARTS = {"macros": MACROS, "base": BASE, "part": "({{ view.name }}{{ p.name if p is defined else '-' }})"}


def finalize(value: object) -> Markup:
    """As the pages have it: what is not marked is escaped."""
    return value if isinstance(value, Markup) else escape(value)


@pass_context
def seen(context: Context, name: str) -> object:
    """What a function that asks for the context sees under a name."""
    return context.resolve(name)


@cache
def environment(*, quick: bool) -> ImmutableSandboxedEnvironment:
    """One for all templates, as in a build: what it keeps of one page must do no harm on another."""
    made = ImmutableSandboxedEnvironment(
        loader=DictLoader(dict(PARTS)),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    made.globals["seen"] = seen
    install(made, interface("de"))
    if quick:
        compile_quickly(made, finalize, frozenset({"root", "site"}))
    return made


def template(templates: dict[str, str], *, quick: bool) -> Template:
    """The template `page` of some, beside those of this module."""
    made = environment(quick=quick)
    assert isinstance(made.loader, DictLoader)
    made.loader.mapping = {**PARTS, **templates}
    return made.get_template("page")


def outcome(templates: dict[str, str], view: dict[str, Any], *, quick: bool) -> tuple[str, ...]:
    """What comes of a view."""
    return told(templates, {"view": view}, quick=quick)


def told(templates: dict[str, str], context: dict[str, Any], *, quick: bool) -> tuple[str, ...]:
    """The page, or the kind of error, its message, and the lines of the templates that it came through."""
    try:
        made = template(templates, quick=quick)
        twice = [made.render(context) for _ in range(2)]
    except Exception as error:  # whatever it is, both have to say the same
        frames = traceback.extract_tb(error.__traceback__)
        lines = [str(frame.lineno) for frame in frames if frame.filename.startswith("<")]
        return type(error).__name__, str(error).replace("QuickMacro", "Macro"), *lines
    assert twice[0] == twice[1]
    return (twice[0],)


def same(page: str, view: dict[str, Any] | None = None, **parts: str) -> str:
    """What a template gives, which is the same with and without the speed-ups."""
    templates = {"page": page, **parts}
    expected = outcome(templates, VIEW if view is None else view, quick=False)
    assert outcome(templates, VIEW if view is None else view, quick=True) == expected
    return expected[0]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("{{ view.title }}", "Fünf &lt;b&gt;neue&lt;/b&gt; &amp; &#34;alte&#34; &#39;Märkte&#39;"),
        ("{{ view.marked }}{{ view.none }}{{ view.number }}", "<i>kept</i>None1234.5"),
        ("{{ view.inner.deep.name }}", "{{ 7 * 7 }}"),
        ("{{ view['inner']['name'] }}", "Łódź &amp; &lt;Süd&gt;"),
        ("{{ '<b>' }}{{ '<b>' | safe }}{{ '<b>' ~ view.marked }}", "&lt;b&gt;<b>&lt;b&gt;<i>kept</i>"),
        ("{% for p in view.people %}{{ loop.index }}{{ p.name }}{{ ',' if not loop.last }}{% endfor %}",
         "1Ann,2&lt;Bob&gt;,3Ann"),
        ("{% for p in view.nobody %}{{ p }}{% else %}nobody{% endfor %}", "nobody"),
        ("{% for n in view.names if n != 'three' recursive %}{{ n }}{{ loop([]) }}{% endfor %}",
         "&lt;one&gt;<b>two</b>"),
        ("{% set held = view.inner %}{{ held.name }}{{ held.deep.name }}", "Łódź &amp; &lt;Süd&gt;{{ 7 * 7 }}"),
        ("{% set text %}<u>{{ view.empty }}{{ view.names[0] }}</u>{% endset %}{{ text }}{{ text | upper }}",
         "<u>&lt;one&gt;</u><U>&LT;ONE&GT;</U>"),
        ("{% filter upper %}{{ view.inner.name }}{% endfilter %}", "ŁÓDŹ &AMP; &LT;SÜD&GT;"),
        ("{% set n = namespace(i=0) %}{% for p in view.people %}{% set n.i = n.i + p.age %}{% endfor %}{{ n.i }}", "14"),
        ("{% with a = view.names %}{{ a[1] }}{{ a | length }}{{ a | first }}{% endwith %}", "<b>two</b>3&lt;one&gt;"),
        ("{{ view.people | map(attribute='name') | unique | join(' + ') }}", "Ann + &lt;Bob&gt;"),
        ("{{ (view.people | groupby('age') | list)[1].list | length }}", "2"),
        ("{% import 'macros' as m %}{{ m.plain(view.names[0]) }}{{ m.two(1) }}", "<p>&lt;one&gt;</p>[1|&lt;none&gt;|7]"),
        ("{% import 'macros' as m %}{{ m.two(third=view.marked, first='&') }}", "[&amp;|&lt;none&gt;|<i>kept</i>]"),
        ("{% from 'macros' import any %}{{ any(1, 2, '<', b='&') }}{{ any('<') }}", "1:2,&lt;:(&#39;b&#39;, &#39;&amp;&#39;)&lt;::"),
        ("{% import 'macros' as m %}{% call(y) m.around('<') %}{{ y }}{% endcall %}", "<div>&lt;[&lt;|&lt;none&gt;|7]</div>"),
        ("{% from 'macros' import down %}{{ down(3) }}", "3,2,1,0"),
        ("{{ _('Practices') }} {{ ngettext('%(num)s practice', '%(num)s practices', 2) }}", "Praktiken 2 Praktiken"),
        ("{{ _('Not <b>known</b>: %(x)s', x=view.names[0]) }}", "Not &lt;b&gt;known&lt;/b&gt;: &lt;one&gt;"),
        ("{% trans n=view.names[0], m=view.marked %}<b>{{ n }}</b> and {{ m }}{% endtrans %}", "&lt;b&gt;&lt;one&gt;&lt;/b&gt; and <i>kept</i>"),
        ("{% for p in view.people %}{% include 'part' %}{% endfor %}", "(&lt;V&gt;Ann)(&lt;V&gt;&lt;Bob&gt;)(&lt;V&gt;Ann)"),
        ("{% if view.absent is defined %}a{% elif view.inner.absent is not defined %}b{% endif %}", "b"),
        ("{{ view.absent | default('<d>') }}{{ view.get('absent', '<e>') }}", "&lt;d&gt;&lt;e&gt;"),
        ("{% autoescape false %}{{ view.names[0] }}{{ '<c>' }}{{ view.marked }}{% endautoescape %}",
         "&lt;one&gt;&lt;c&gt;<i>kept</i>"),
        ("{% for p in view.people %}{% set q = p %}{{ seen('q').age }}{% endfor %}", "707"),
        ("{% block b %}{% set z = view.names[0] %}{{ seen('z') }}{% endblock %}", "&lt;one&gt;"),
        ("{% raw %}{{ view.title }}{% endraw %}{# {{ view.absent }} #}", "{{ view.title }}"),
        ("{{ view.long }}", "&lt;script&gt;" * 40),
    ],
)  # fmt: skip
def test_a_template_prints_what_it_prints_by_jinja_alone(page: str, expected: str) -> None:
    assert same(page) == expected


def test_pages_that_extend_others(  # blocks hand on one text
) -> None:
    child = (
        '{% extends "base" %}lost{% block main %}{{ super() }}{{ self.title() }}{% endblock %}'
        "{% block each %}<{{ p.age }}>{% endblock %}"
    )
    text = same('{% extends "child" %}{% block title %}new{{ super() }}{% endblock %}', child=child)
    assert "<h1>base Łódź &amp; &lt;Süd&gt;</h1>new" in text and "<7><0><7>" in text and "lost" not in text
    same("{% if view.number %}{% extends 'base' %}{% endif %}before {% block main %}own{% endblock %}")


@pytest.mark.parametrize(
    ("page", "error"),
    [
        ("one\n{{ view.absent }}", "UndefinedError"),
        ("\n\n{{ view.inner.absent.name }}", "UndefinedError"),
        ("\n{% for p in view.people %}\n{{ p.absent }}{% endfor %}", "UndefinedError"),
        ("{{ nothing.name }}", "UndefinedError"),
        ("{{ nothing() }}\n", "UndefinedError"),
        ("\n{{ view.title() }}", "TypeError"),
        ("\n{{ view.number / 0 }}", "ZeroDivisionError"),
        ("\n{% import 'macros' as m %}\n{{ m.plain() }}", "UndefinedError"),
        ("\n{% import 'macros' as m %}{{ m.plain(1, 2) }}", "TypeError"),
        ("\n{% import 'macros' as m %}{{ m.plain(text=1, other=2) }}", "TypeError"),
        ("\n{% import 'macros' as m %}{{ m.two(1, first=2) }}", "TypeError"),
        ("{% import 'macros' as m %}\n{{ m.absent(1) }}", "UndefinedError"),
        ("{% import 'macros' as m %}\n{{ m.down('x') }}", "TypeError"),
        ("\n{% include 'absent' %}", "TemplateNotFound"),
        ("\n{% if %}", "TemplateSyntaxError"),
        ("\n{{ view.names | nothing }}", "TemplateAssertionError"),
    ],
)
def test_a_mistake_is_told_with_the_same_words_and_the_same_line(page: str, error: str) -> None:
    assert same(page) == error


TRICKS = [
    "{{ view.__class__ }}",
    "{{ view['__class__'] }}",
    "{{ view.inner.__class__.__mro__ }}",
    "{{ ''.__class__.mro() }}",
    "{{ view.title.__class__.__base__.__subclasses__() }}",
    "{{ view | attr('__class__') }}",
    "{{ (view | attr('__init__')).__globals__ }}",
    "{{ [view] | map(attribute='__class__') | join }}",
    "{{ [view] | map('attr', '__class__') | join }}",
    "{{ '{0.__class__}'.format(view) }}",
    "{{ '{x.__class__}'.format_map({'x': view}) }}",
    "{{ ('{0.__class__}' | safe).format(view) }}",
    "{% set f = '{0.__class__}'.format %}{{ f(view) }}",
    "{% set f = '{x.__class__}'.format_map %}{{ f({'x': view}) }}",
    "{% import 'macros' as m %}{{ m.plain('{0.__class__}'.format) }}{{ m.plain._func }}",
    "{% import 'macros' as m %}{{ m.plain.__call__('x') }}",
    "{% import 'macros' as m %}{{ m.plain._func.__globals__ }}",
    "{% import 'macros' as m %}{{ m.plain._environment }}",
    "{% import 'macros' as m %}{{ m.__dict__ }}",
    "{% macro own(x) %}{{ x.__class__ }}{% endmacro %}{{ own(view) }}",
    "{% macro own(x=view.__class__) %}{{ x }}{% endmacro %}{{ own() }}",
    "{% macro own() %}{{ caller.__init__ }}{% endmacro %}{% call own() %}{% endcall %}",
    "{% for p in view.people %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ _.__globals__ }}",
    "{{ range.__init__ }}",
    "{{ view.update({'title': 'x'}) }}",
    "{{ view.inner.pop('name') }}",
    "{{ view.names.append('x') }}",
    "{% do view.people.clear() %}",
    "{% set take = view.names.append %}{{ take('x') }}",
    "{{ range(10000000) }}",
    "{% trans x=view.__class__ %}{{ x }}{% endtrans %}",
    "{{ _('%(x)s', x=view.__class__) }}",
]


@pytest.mark.parametrize("page", TRICKS)
def test_the_sandbox_refuses_what_it_refuses(page: str) -> None:
    view = {**VIEW, "inner": dict(VIEW["inner"]), "names": list(VIEW["names"])}
    before = repr(view)
    assert same(page, view) in ("SecurityError", "OverflowError")
    assert repr(view) == before


def test_a_key_that_looks_like_an_attribute_is_data() -> None:
    """A key of a plain dictionary is read before its attributes; what it leads to is what the view holds, and nothing else."""
    view = {"__class__": "<text>", "items": "also text"}
    page = template({"page": "{{ view.__class__ }}, {{ view.items }}"}, quick=True)
    assert page.render(view=view) == "&lt;text&gt;, also text"
    with pytest.raises(SecurityError):
        template({"page": "{{ view.__class__.__class__ }}"}, quick=True).render(view=view)


class Titled(dict[str, str]):
    """Not quite a dictionary: what it may hand out is for the sandbox to say."""

    label = "<attribute>"

    def secret(self) -> str:
        return "secret"

    secret.unsafe_callable = True  # type: ignore[attr-defined]  # as Jinja knows them


def test_only_plain_dictionaries_and_macros_take_the_short_way() -> None:
    view = {
        "titled": Titled(name="<n>", label="<key>"),
        "call": Titled().secret,
        "text": type("Text", (str,), {})("<t>"),
    }
    assert same("{{ view.titled.name }}{{ view.text }}", view) == "&lt;n&gt;&lt;t&gt;"
    assert same("{{ view.titled.label }}", view) == "&lt;attribute&gt;"
    assert same("{{ view.titled.secret() }}", view) == "SecurityError"
    assert same("{{ view.call() }}", view) == "SecurityError"


def test_texts_that_are_kept_stay_apart_from_marked_ones() -> None:
    """The same letters, once as text and once as markup: which came first makes no difference."""
    view = {"text": "<b>", "marked": Markup("<b>")}
    assert same("{{ view.text }}{{ view.marked }}{{ view.text }}", view) == "&lt;b&gt;<b>&lt;b&gt;"
    assert same("{{ view.marked }}{{ view.text }}{{ view.marked }}", view) == "<b>&lt;b&gt;<b>"
    many = {"texts": [f"<{i}>" for i in range(9_000)]}  # more than are kept
    page = "{% for t in view.texts %}{{ t }}{% endfor %}"
    assert same(page + page, many) == "".join(f"&lt;{i}&gt;" for i in range(9_000)) * 2


TEXTS = st.text(alphabet="<>&\"'{%#}äŁ\u202e\n x", max_size=8)
LINKED = """\
{% set start = root ~ 'practices/' %}
{% macro link(id) %}<a href="{{ start }}{{ id }}.html">{{ site.title }}{{ _('Practices') }}</a>{{ around(id) }}{% endmacro %}
{% macro around(x) %}{{ root }}{{ x }}{% endmacro %}
"""
PAGED = "{% macro here(x) %}{{ page }}{{ x }}{{ root }}{{ seen('page') }}{% endmacro %}"
SITES = {"title": "<First>"}, {"title": "<Second>"}
PAGES = st.fixed_dictionaries(
    {"page": TEXTS}, optional={"root": st.sampled_from(["", "../", "../../"]), "site": st.sampled_from(SITES)}
)


@pytest.mark.parametrize(
    "page",
    [
        "{% import 'linked' as l with context %}{{ l.link('<id>') }}{{ l.start }}",
        "{% from 'linked' import link, around as a with context %}{{ link(page) }}{{ a(page) }}",
        "{% set root = page %}{% import 'linked' as l with context %}{{ l.link('<id>') }}",
        "{% import 'paged' as p with context %}{{ p.here(root) }}",
        "{% from 'paged' import here with context %}{{ here(1) }}{% import 'linked' as l %}{{ l.around(2) }}",
        "{% for p in [page, '2'] %}{% from 'linked' import around with context %}{{ around(p) }}{% endfor %}",
        "{% for root in [page, '2'] %}{% from 'linked' import around with context %}{{ around(1) }}{% endfor %}",
    ],
)
@settings(max_examples=20)
@given(pages=st.lists(PAGES, min_size=2, max_size=6))
def test_macros_with_the_context_see_the_page_that_they_are_on(
    page: str, pages: list[dict[str, Any]]
) -> None:
    """One page after the other, as in a build: what is kept of the first must not show on the second."""
    templates = {"page": page, "linked": LINKED, "paged": PAGED}
    for shown in pages:
        assert told(templates, shown, quick=True) == told(templates, shown, quick=False)


def test_only_short_texts_are_kept() -> None:
    printed = Printed(finalize)
    assert printed["<" * 80] == "&lt;" * 80 and printed["<" * 81] == "&lt;" * 81
    assert list(printed) == ["<" * 80]


# Any template over any view

SCALARS = st.one_of(TEXTS, TEXTS.map(Markup), st.none(), st.integers(-3, 3), st.booleans())
ROWS = st.fixed_dictionaries({"name": SCALARS, "a": TEXTS}, optional={"b": SCALARS})
VIEWS = st.fixed_dictionaries(
    {"a": SCALARS, "name": TEXTS, "rows": st.lists(ROWS, max_size=3), "row": ROWS}, optional={"b": SCALARS}
)
SOUND = [
    "view",
    "x",
    "y",
    "view.a",
    "view.name",
    "view.row.name",
    "view.row",
    "view.rows",
    "view['row'].a",
    "'<lit>'",
    "7",
]
DOUBTFUL = [
    "view.b",
    "view.row.b",
    "view.absent",
    "absent",
    "x.name",
    "x.items",
    "view.__class__",
    "view.format",
    "loop.index",
    "m",
]
EXPRESSIONS = st.recursive(
    st.one_of(*[st.sampled_from(SOUND)] * 6, st.sampled_from(["[x, '&']", "{'a': view.a, 'name': '<'}"]),
              st.sampled_from(DOUBTFUL)),
    lambda inner: st.one_of(
        st.builds("({}) | {}".format, inner, st.sampled_from(
            ["upper", "safe", "e", "default('<d>')", "string", "list | length", "join('<')", "striptags", "string | length"])),
        st.builds("({} {} {})".format, inner, st.sampled_from(["~", "~", "==", "and", "or"]), inner),
        st.builds("({} if {} is defined else {})".format, inner, st.sampled_from(DOUBTFUL), inner),
        st.builds("{{'a': {}, 'k': 1}}.a".format, inner),
        st.builds("[{}, '<'][0]".format, inner),
        st.builds("m.plain({})".format, inner),
        st.builds("m.two({}, third={})".format, inner, inner),
        st.builds("m.{}({}, {})".format, st.sampled_from(["two", "two", "any", "any", "plain", "absent"]), inner, inner),
        st.builds("m.any({}, {}, k={})".format, inner, inner, inner),
        st.builds("m.outer(x={})".format, inner),
        st.builds("_('Practices: %(p)s', p={})".format, inner),
        st.builds("own({})".format, inner),
    ),
    max_leaves=4,
)  # fmt: skip
TEMPLATES = st.recursive(
    st.one_of(st.sampled_from(["text", "<b>\n", "\n"]), *[st.builds("{{{{ {} }}}}".format, EXPRESSIONS)] * 3),
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("{{% for x in {} | list %}}{}{{% else %}}{}{{% endfor %}}".format, EXPRESSIONS, inner, inner),
        st.builds("{{% for x in view.rows %}}{}{{{{ loop.index }}}}{{{{ x.name }}}}{{% endfor %}}".format, inner),
        st.builds("{{% for y in [view, '<'] %}}{}{{% endfor %}}".format, inner),
        st.builds("{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format, EXPRESSIONS, inner, inner),
        st.builds("{{% set y = {} %}}{}".format, EXPRESSIONS, inner),
        st.builds("{{% set y %}}{}{{% endset %}}{{{{ y }}}}".format, inner),
        st.builds("{{% macro mine(x, y={}) %}}{}{{% endmacro %}}{{{{ mine(view.a) }}}}".format, EXPRESSIONS, inner),
        st.builds("{{% call(y) m.around({}) %}}{}{{% endcall %}}".format, EXPRESSIONS, inner),
        st.builds("{{% filter upper %}}{}{{% endfilter %}}".format, inner),
        st.builds("{{% trans t={} %}}<i>{{{{ t }}}}</i>{{% endtrans %}}".format, EXPRESSIONS),
        inner.map("{{% include 'part' %}}{}".format),
    ),
    max_leaves=6,
)  # fmt: skip
START = (
    "{% import 'macros' as m %}{% set x = view.name %}{% set y = view.row %}"
    "{% macro own(x) %}<{{ x }}>{% endmacro %}"
)


@settings(max_examples=150)
@given(TEMPLATES, VIEWS)
def test_any_template_prints_the_same_of_any_view(body: str, view: dict[str, Any]) -> None:
    same(START + body, view)


@settings(max_examples=60)
@given(TEMPLATES, TEMPLATES, VIEWS)
def test_any_pages_that_extend_one_another_print_the_same(
    main: str, title: str, view: dict[str, Any]
) -> None:
    page = '{% extends "child" %}{% block main %}' + START + main + "{{ super() }}{% endblock %}"
    child = '{% extends "base" %}{% block title %}' + START + title + "{% endblock %}"
    same(page, {"title": "", "people": [], "inner": {"name": "<"}, **view}, child=child)


@settings(max_examples=50)
@given(TEXTS.filter(lambda text: "<" in text), st.sampled_from(["true", "false", "view.no", "not view.no"]))
def test_no_way_of_printing_lets_a_text_through_as_it_is(text: str, on: str) -> None:
    """Whatever a template says about escaping: only `safe` does, and macros and blocks hand on what they have escaped."""
    text = f"<script>{text}"
    ways = (
        "{{ view.t }}{{ view.d.t }}{{ view['t'] }}{{ view.t ~ '' }}{{ [view.t] | join }}{{ [view.t, 1] }}{{ view.t | upper }}"
        "{{ m.plain(view.t) }}{{ m.outer(view.t) }}{{ m.any(view.t, view.t, k=view.t) }}{{ _('%(t)s', t=view.t) }}"
        "{% call(y) m.around(view.t) %}{{ y }}{{ view.t }}{% endcall %}{% set s %}{{ view.t }}{% endset %}{{ s }}"
        "{% trans t=view.t %}{{ t }}{% endtrans %}{% for t in [view.t] %}{{ t }}{{ loop.cycle(t) }}{% endfor %}"
    )
    page = "{% import 'macros' as m %}{% autoescape " + on + " %}" + ways + "{% endautoescape %}"
    printed = template({"page": page}, quick=True).render(view={"t": text, "d": {"t": text}, "no": False})
    assert "<script" not in printed.lower() and printed.lower().count("&lt;script") > 10


@pytest.mark.parametrize(
    "macros",
    [
        "{% set ns = namespace(n=0) %}{% macro c() %}{% set ns.n = ns.n + 1 %}{{ ns.n }}{% endmacro %}",
        "{% set turn = cycler('a', 'b') %}{% macro c() %}{{ turn.next() }}{% endmacro %}",
        "{% set comma = joiner(',') %}{% macro c() %}{{ comma() }}x{% endmacro %}",
    ],
)
def test_macros_that_remember_begin_anew_with_each_import(macros: str) -> None:
    twice = '{% import "own" as m with context %}{{ m.c() }}' * 2
    texts = []
    for quick in (False, True):
        made = ImmutableSandboxedEnvironment(
            loader=DictLoader({"own": macros, "page": twice}), autoescape=True, finalize=finalize
        )
        if quick:
            compile_quickly(made, finalize, frozenset({"root"}))
        texts.append([made.get_template("page").render(root="") for _ in range(2)])
    assert texts[0] == texts[1]
