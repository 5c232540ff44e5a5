"""The published catalogue as a site of Hugo: the same records and the same kinds of pages, as Hugo's users would do it."""

from __future__ import annotations

from pathlib import Path

from publication import FOLDERS, Records
from yaml_text import Record, as_yaml

TAXONOMIES = ("themes", "challenges", "services", "target_groups")
_CONFIG = """\
baseURL = "https://www.example.org/"
title = "What works for small firms"
languageCode = "en"
paginate = 50
enableGitInfo = false

[services.rss]
limit = 50

[taxonomies]
theme = "themes"
challenge = "challenges"
service = "services"
target_group = "target_groups"

[markup.goldmark.renderer]
unsafe = false

[outputFormats.markdown]
mediaType = "text/markdown"
baseName = "index"
isPlainText = true
[outputFormats.bibtex]
mediaType = "application/x-bibtex"
baseName = "cite"
isPlainText = true
[outputFormats.ris]
mediaType = "application/x-research-info-systems"
baseName = "cite"
isPlainText = true
[mediaTypes."text/markdown"]
suffixes = ["md"]
[mediaTypes."application/x-bibtex"]
suffixes = ["bib"]
[mediaTypes."application/x-research-info-systems"]
suffixes = ["ris"]

[outputs]
home = ["html", "rss", "json"]
section = ["html", "rss"]
taxonomy = ["html"]
term = ["html", "rss"]
page = [{formats}]
"""
_BASE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ .Site.Title }}</title>
{{ with .Params.summary }}<meta name="description" content="{{ . }}">{{ end }}
{{ range .AlternativeOutputFormats }}<link rel="{{ .Rel }}" type="{{ .MediaType.Type }}" href="{{ .RelPermalink }}">
{{ end }}<link rel="stylesheet" href="{{ "style.css" | relURL }}">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="site"><a class="name" href="{{ "/" | relURL }}">{{ .Site.Title }}</a>
<nav aria-label="Main"><ul>
{{ $here := .Section }}{{ range slice "practices" "regions" "exchanges" "projects" "events" "plans" "themes" }}<li><a href="{{ . | relURL }}/"{{ if eq . $here }} aria-current="true"{{ end }}>{{ . | humanize }}</a></li>
{{ end }}</ul></nav></header>
<main id="main" tabindex="-1">{{ block "main" . }}{{ end }}</main>
<footer class="site"><p>Texts under the licence CC-BY-4.0.</p></footer>
</body>
</html>
"""
_LINE = """
{{ define "line" }}<li class="line"><p><a href="{{ .RelPermalink }}">{{ .Title }}</a></p><p class="soft">{{ .Params.summary }}</p>
<p>{{ range .Params.themes }}<a class="tag" href="{{ printf "/themes/%s/" . | relURL }}">{{ humanize . }}</a> {{ end }}</p></li>
{{ end }}"""
_LIST = """\
{{ define "main" }}<h1>{{ .Title }}</h1>
<p>{{ len .Pages }} entries</p>
<ul class="lines">{{ range .Paginator.Pages }}{{ template "line" . }}{{ end }}</ul>
{{ template "_internal/pagination.html" . }}{{ end }}
"""
_TAXONOMY = """\
{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .Data.Terms.Alphabetical }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>
{{ end }}</ul>{{ end }}
"""
_HOME = """\
{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .Site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ len .Pages }}</li>{{ end }}</ul>
<ul>{{ range .Site.Taxonomies.themes.ByCount }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>
{{ end }}</ul>
<ul class="lines">{{ range first 10 (where .Site.RegularPages "Section" "practices") }}{{ template "line" . }}{{ end }}</ul>
{{ end }}
"""
_HOME_JSON = """\
{{ $all := slice }}{{ range where .Site.RegularPages "Section" "practices" }}{{ $all = $all | append (dict "id" .File.ContentBaseName "title" .Title "summary" .Params.summary "themes" .Params.themes "challenges" .Params.challenges "services" .Params.services "target_groups" .Params.target_groups "url" .RelPermalink "record" .Params.record) }}{{ end }}{{ dict "practices" $all | jsonify }}
"""
_PAGE_JSON = """\
{{ dict "id" .File.ContentBaseName "title" .Title "summary" .Params.summary "themes" .Params.themes "challenges" .Params.challenges "services" .Params.services "target_groups" .Params.target_groups "text" .RawContent "record" .Params.record | jsonify }}
"""
_PAGE_MARKDOWN = """\
# {{ .Title }}

{{ .Params.summary }}

{{ .RawContent }}

{{ range .Params.record.evidence }}- {{ .claim }} ({{ .kind }}, {{ .value }} {{ .unit }}, {{ .date }})
{{ end }}
{{ range .Params.record.difficulties }}- {{ . }}
{{ end }}
{{ range .Params.record.sources }}- [{{ .title | default .url }}]({{ .url }})
{{ end }}
"""
_PAGE_BIBTEX = """\
@misc{ {{- .File.ContentBaseName }},
  title = { {{- .Title -}} },
  author = { {{- .Params.record.organisation -}} },
  year = { {{- .Params.record.documented -}} },
  url = { {{- .Permalink -}} }
}
"""
_PAGE_RIS = """\
TY  - ELEC
TI  - {{ .Title }}
AU  - {{ .Params.record.organisation }}
PY  - {{ .Params.record.documented }}
UR  - {{ .Permalink }}
ER  -{{ " " }}
"""
_EXCHANGES_OF = """\
{{ $found := newScratch }}{{ range where .Site.RegularPages "Section" "exchanges" }}{{ $found.SetInMap "by" .Params.record.practice ((index ($found.Get "by" | default dict) .Params.record.practice | default slice) | append .) }}{{ end }}{{ return ($found.Get "by" | default dict) }}
"""
_PRACTICES_OF = """\
{{ $found := newScratch }}{{ range where .Site.RegularPages "Section" "practices" }}{{ $page := . }}{{ with .Params.record.region }}{{ $found.SetInMap "by" . ((index ($found.Get "by" | default dict) . | default slice) | append $page) }}{{ end }}{{ end }}{{ return ($found.Get "by" | default dict) }}
"""
_FACTS = """\
{{ if reflect.IsMap . }}<dl class="facts">{{ range $key, $value := . }}<div><dt>{{ humanize $key }}</dt><dd>{{ partial "facts.html" $value }}</dd></div>{{ end }}</dl>
{{ else if reflect.IsSlice . }}<ul>{{ range . }}<li>{{ partial "facts.html" . }}</li>{{ end }}</ul>
{{ else }}{{ . }}{{ end }}
"""
_SINGLE = """\
{{ define "main" }}<article><h1>{{ .Title }}</h1>
<p class="lede">{{ .Params.summary }}</p>
{{ .Content }}
{{ partial "facts.html" .Params.record }}
</article>{{ end }}
"""
_PRACTICE = """\
{{ define "main" }}{{ $r := .Params.record }}<article class="practice">
<header class="title">
<p class="kicker"><a href="{{ "practices/" | relURL }}">Practice</a> {{ with $r.region }}<a href="{{ printf "/regions/%s/" . | relURL }}">{{ humanize . }}</a>{{ end }}{{ with $r.owner }}{{ .place }}, {{ delimit .countries ", " }}{{ end }}</p>
<h1>{{ .Title }}</h1>
{{ range $lang, $text := $r.original_title }}<p class="original" lang="{{ $lang }}">{{ $text }}</p>{{ end }}
{{ if eq $r.status "archived" }}<p class="notice"><strong>Archived.</strong> This page is no longer kept up to date.</p>{{ end }}
<p class="lede">{{ .Params.summary }}</p>
</header>
<aside aria-label="Key facts"><h2>Key facts</h2>
<dl class="facts">
<div><dt>Type</dt><dd>{{ humanize $r.type }}</dd></div>
<div><dt>Organisation</dt><dd>{{ $r.organisation }}{{ with $r.owner }}{{ .organisation }}{{ end }}</dd></div>
<div><dt>Period</dt><dd>{{ $r.period.start }} to {{ $r.period.end }}</dd></div>
{{ range $name := slice "themes" "challenges" "services" "target_groups" }}<div><dt>{{ humanize $name }}</dt><dd>{{ range index $.Params $name }}<a href="{{ printf "/%s/%s/" $name . | relURL }}">{{ humanize . }}</a> {{ end }}</dd></div>
{{ end }}<div><dt>Verified</dt><dd>{{ .Date.Format "2 January 2006" }}</dd></div>
</dl></aside>
<div class="text">
{{ .Content }}
{{ with $r.stakeholders }}<h3>Who takes part</h3><ul>{{ range . }}<li>{{ . }}</li>{{ end }}</ul>{{ end }}
<section aria-labelledby="evidence"><h2 id="evidence">Evidence</h2>
<ul class="claims">{{ range $r.evidence }}<li class="{{ .kind }}"><p>{{ .claim }}</p><p><span class="tag">{{ .kind }}</span> <b>{{ .value }}</b> {{ .unit }}, {{ .date }}{{ with .design }}, {{ . }}{{ end }}{{ with .levels }}{{ range $scale, $level := . }}, {{ $scale }} {{ $level }}{{ end }}{{ end }}</p></li>{{ end }}</ul></section>
<section aria-labelledby="resources"><h2 id="resources">What it takes</h2>
<dl class="costs">{{ range $r.takes.costs }}<div><dt>{{ .item }}</dt><dd><b>{{ .currency }} {{ lang.FormatNumber 0 .amount }}</b></dd></div>{{ end }}<div><dt>Staff</dt><dd><b>{{ $r.takes.staff_fte }}</b></dd></div></dl>
<h3>Paid by</h3><ul>{{ range $r.takes.funding }}<li>{{ . }}</li>{{ end }}</ul></section>
<section aria-labelledby="transfer"><h2 id="transfer">How to transfer it</h2>{{ $r.transfer.text | markdownify }}
<div class="pair"><div><h3>What must stay</h3><ul>{{ range $r.transfer.core }}<li>{{ . }}</li>{{ end }}</ul></div>
<div><h3>What may change</h3><ul>{{ range $r.transfer.adaptable }}<li>{{ . }}</li>{{ end }}</ul></div></div>
<h3>What must be there first</h3><ul>{{ range $r.transfer.preconditions }}<li>{{ if .hard }}required{{ else }}helpful{{ end }} {{ humanize .capability }}</li>{{ end }}</ul>
<h3>Effort for the importer</h3><dl><div><dt>Months</dt><dd>{{ $r.transfer.effort.setup_months }}</dd></div><div><dt>Cost</dt><dd>{{ $r.transfer.effort.cost.currency }} {{ lang.FormatNumber 0 $r.transfer.effort.cost.amount }}</dd></div></dl>
<p>Can be passed on in {{ delimit $r.transfer.languages ", " }}. Importers at one time: at most {{ $r.transfer.max_importers }}.</p></section>
<section aria-labelledby="difficulties"><h2 id="difficulties">Difficulties</h2><ul>{{ range $r.difficulties }}<li>{{ . }}</li>{{ end }}</ul></section>
<section aria-labelledby="ask"><h2 id="ask">Who to ask</h2><p>{{ $r.contact.role }}, {{ $r.contact.organisation }}, <a href="mailto:{{ $r.contact.email }}">{{ $r.contact.email }}</a></p></section>
{{ with index (partialCached "exchanges-of.html" .) .File.ContentBaseName }}<section aria-labelledby="exchanges"><h2 id="exchanges">Exchanges</h2><ul>{{ range . }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Params.record.status }}</li>{{ end }}</ul></section>{{ end }}
{{ range $lang, $texts := $r.translations }}<section lang="{{ $lang }}"><h2>{{ $texts.title }}</h2><p>{{ $texts.summary }}</p>{{ $texts.description | markdownify }}</section>{{ end }}
<section aria-labelledby="sources"><h2 id="sources">Sources</h2><ol>{{ range $r.sources }}<li><a href="{{ .url }}" rel="noopener">{{ .title | default .url }}</a>{{ with .publisher }}, {{ . }}{{ end }}{{ with .accessed }}, read {{ . }}{{ end }}</li>{{ end }}</ol></section>
<section aria-labelledby="cite"><h2 id="cite">Cite this page</h2><p>{{ .Title }}. {{ .Site.Title }}, {{ .Permalink }}</p></section>
</div></article>{{ end }}
"""
_REGION = """\
{{ define "main" }}{{ $id := .File.ContentBaseName }}<article><h1>{{ .Title }}</h1><p class="lede">{{ .Params.summary }}</p>
<h2>Needs</h2>{{ range .Params.record.needs }}<section><h3>{{ .title }}</h3>{{ .description | markdownify }}<p>{{ range .themes }}<a href="{{ printf "/themes/%s/" . | relURL }}">{{ humanize . }}</a> {{ end }}</p></section>{{ end }}
<h2>Practices</h2><ul class="lines">{{ range index (partialCached "practices-of.html" .) $id }}{{ template "line" . }}{{ end }}</ul>
<h2>Takes</h2><ul>{{ range where (where .Site.RegularPages "Section" "exchanges") "Params.record.importer" $id }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
<h2>Facts</h2>{{ partial "facts.html" .Params.record.profile }}{{ partial "facts.html" .Params.record.organisations }}
</article>{{ end }}
"""
_LAYOUTS = {
    "_default/baseof.html": _BASE + _LINE,
    "_default/list.html": _LIST,
    "_default/term.html": _LIST,
    "_default/taxonomy.html": _TAXONOMY,
    "_default/single.html": _SINGLE,
    "_default/single.json.json": _PAGE_JSON,
    "_default/single.markdown.md": _PAGE_MARKDOWN,
    "_default/single.bibtex.bib": _PAGE_BIBTEX,
    "_default/single.ris.ris": _PAGE_RIS,
    "index.html": _HOME,
    "index.json": _HOME_JSON,
    "practices/single.html": _PRACTICE,
    "regions/single.html": _REGION,
    "partials/facts.html": _FACTS,
    "partials/exchanges-of.html": _EXCHANGES_OF,
    "partials/practices-of.html": _PRACTICES_OF,
}


def hugo_site(folder: Path, records: Records, formats: tuple[str, ...] = ("html", "json")) -> None:
    """Writes the site's content and templates into a new folder; `formats` are those of each record's page."""
    for name, text in _LAYOUTS.items():
        path = folder / "layouts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    quoted = ", ".join(f'"{form}"' for form in formats)
    (folder / "config.toml").write_text(_CONFIG.replace("{formats}", quoted), encoding="utf-8")
    (folder / "static").mkdir()
    (folder / "static" / "style.css").write_text("body { font-family: sans-serif }\n", encoding="utf-8")
    for below in FOLDERS.values():
        (folder / "content" / below).mkdir(parents=True)
    for kind, record_id, record in records:
        content_file(folder, kind, record_id).write_text(_content(kind, record_id, record), encoding="utf-8")


def content_file(folder: Path, kind: str, record_id: str) -> Path:
    """Where a record stands in the site's source."""
    return folder / "content" / FOLDERS[kind] / f"{record_id}.md"


def _content(kind: str, record_id: str, record: Record) -> str:
    rest = dict(record)
    front: Record = {"title": rest.pop("title", rest.pop("name", record_id))}
    if "verified" in rest:
        front["date"] = rest.pop("verified")
    if "summary" in rest:
        front["summary"] = rest.pop("summary")
    if kind == "practice":
        front |= {name: rest.pop(name) for name in TAXONOMIES if name in rest}
    texts = [
        f"## {heading}\n\n{rest.pop(name).replace(chr(10), chr(10) * 2)}\n"
        for name, heading in (
            ("problem", "The problem"),
            ("description", "What it is"),
            ("background", "Background"),
        )
        if name in rest
    ]
    if "resources" in rest:
        rest["takes"] = rest.pop("resources")  # Hugo gives the word a meaning of its own
    front["record"] = rest
    matter = as_yaml(kind, front).split("\n", 1)[1]
    return f"---\n{matter}---\n\n" + "\n".join(texts)
