/* Finding practices: links to terms become boxes to tick, and the search box appears. Results are clones of the page's own
 * <template>s, filled as text. A record is a list, in the order of publish/search.py. */
(function () {
"use strict";

const TITLE = 1, TERMS = 6;
const FEW = 5; // with fewer results, typing errors are looked for
const AT_ONCE = 50, MOST_WORDS = 20; // results shown in one go; words of a query that are searched
const SLICE = 20, TYPING = 5, SETTLED = 400; // ms of indexing in one go; from a key to its answer and to the new address

const LETTERS = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ŧ: "t", ı: "i", ŋ: "n", ĸ: "k", ς: "σ",
};
const SPECIAL = RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
const unmarked = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f\u00ad\u200b\u2060\ufeff]/g, "");

/** Lower case without accents, as text/folding.py does it. */
function fold(text) {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  return unmarked(unmarked(text).toLowerCase()).replace(SPECIAL, (c) => LETTERS[c]).normalize("NFC");
}

/** The folded words of a text, without single letters. */
const words = (text) => fold(text).match(/[\p{L}\p{N}]{2,}|\p{N}/gu) || [];

const on = (target, event, action) => target.addEventListener(event, action);
const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

const root = document.querySelector("[data-find=finder]");
if (!root) return;
// What a template leaves out is shown nowhere.
const part = (name) => root.querySelector(`[data-find=${name}]`) || make("input");
const copy = (name) => part(name).content.firstElementChild.cloneNode(true);
const input = part("query"), list = part("list"), chips = part("chips");
const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
const pair = (name, value) => String(new URLSearchParams([[name, value]]));

const options = new Map(); // "theme=finance" → what the panel shows of it
const chosen = new Set(); // keys of `options`
let records, numbers, titles, facets, engine; // once loaded
const dictionary = new Map(); // word → its number in the index
const index = [], titleEnds = [], ends = []; // the words of all records; where the title of each ends in it, and the record
let loading, indexed, found;
let address, typed; // the state as the address tells it; whether typing made its last step
let answering, settling; // timers

for (const link of root.querySelectorAll("[data-facet] [data-term]")) {
  const facet = link.closest("[data-facet]").dataset.facet, { term } = link.dataset, key = pair(facet, term);
  const count = link.parentElement.querySelector("[data-count]");
  const label = make("label"), box = make("input", { type: "checkbox", autocomplete: "off" });
  options.set(key, { facet, term, name: link.textContent, box, label, count });
  on(box, "change", () => {
    chosen[box.checked ? "add" : "delete"](key);
    choose();
  });
  if (link.lang) label.lang = link.lang;
  label.append(box, " ", ...link.childNodes, " ", count);
  link.replaceWith(label);
}

function state() {
  const query = input.value.trim();
  return [query && pair("q", query), ...chosen].filter(Boolean).join("&");
}

/** Takes the state from the address, without unknown terms. */
function read() {
  chosen.clear();
  input.value = "";
  const text = location.search || (location.hash.startsWith("#?") ? location.hash.slice(1) : "");
  for (const [name, value] of new URLSearchParams(text)) {
    if (name === "q") input.value = value;
    else if (options.has(pair(name, value))) chosen.add(pair(name, value));
  }
}

/** Writes the state to the address: a step of the history for each choice, one for a run of typing. */
function remember(typing) {
  clearTimeout(settling);
  if (state() === address) return;
  address = state();
  try {
    history[typing && typed ? "replaceState" : "pushState"](null, "", address ? `?${address}` : location.pathname);
  } catch {
    location.hash = `?${address}`; // for browsers that refuse it to files on disk
  }
  typed = typing;
}

function travel() {
  read();
  if (state() === address) return;
  address = state();
  typed = false;
  draw();
}

function choose() {
  remember(false);
  draw();
}

const load = (src) =>
  new Promise((onload, onerror) => document.head.append(make("script", { src, onload, onerror })));

function need() {
  if (loading) return;
  loading = true;
  part("failed").hidden = true;
  Promise.all([load(root.dataset.engine), load(root.dataset.records)]).then(prepare, () => {
    loading = false;
    part("wait").hidden = true;
    part("failed").hidden = false;
  });
}

/** Titles can be searched at once; the index follows in slices. */
function prepare() {
  records = window.miniRecords.rows;
  facets = window.miniRecords.facets; // each: its name, its terms, their labels
  numbers = [...records.keys()];
  titles = records.map((record) => fold(record[TITLE]));
  for (const option of options.values()) {
    option.f = facets.findIndex(([name]) => name === option.facet);
    option.t = facets[option.f]?.[1].indexOf(option.term);
  }
  performance.mark("finder-loaded");
  draw();
  prepareIndex();
}

/** Numbers all words. The engine gets each of them once, and knows which are like one that is typed. */
async function prepareIndex() {
  const pieces = new Map(); // what stands between spaces comes again and again → its words
  let added = [], end = 0;
  const numbered = (word) => {
    if (!dictionary.has(word)) {
      dictionary.set(word, dictionary.size);
      added.push(word);
    }
    return dictionary.get(word);
  };
  const numbersOf = (text, into) => {
    for (const piece of text.match(/\S+/g) || []) {
      if (!pieces.has(piece)) pieces.set(piece, words(piece).map(numbered));
      into.push(...pieces.get(piece));
    }
    return into;
  };
  const teach = () => engine.add({ id: ends.length, words: added.splice(0).join() });
  const labels = facets.map(([, , labels]) => labels.map((label) => numbersOf(label, [])));
  engine = new window.MiniSearch({ fields: ["words"] });
  for (const [, title, , summary, , where, terms, , also] of records) {
    if (performance.now() > end) {
      teach();
      await new Promise((next) => setTimeout(next));
      end = performance.now() + SLICE;
    }
    titleEnds.push(numbersOf(title, index).length);
    numbersOf(`${summary} ${where} ${also}`, index);
    terms.forEach((ofFacet, f) => ofFacet.forEach((t) => index.push(...labels[f][t])));
    ends.push(index.length);
  }
  teach();
  indexed = true;
  performance.mark("finder-indexed");
  if (words(input.value).length) draw();
}

/** What a typed word, or one like it, is worth to each record: most in its title. */
function gains(wanted, fuzzy) {
  const like = new Float32Array(dictionary.size), gained = new Float32Array(records.length);
  for (const word of engine.search(wanted, { prefix: true, fuzzy }).flatMap((hit) => hit.terms)) {
    like[dictionary.get(word)] = word.startsWith(wanted) ? wanted.length / word.length : 0.3;
  }
  for (let n = 0, i = 0; n < gained.length; n++) {
    const length = titleEnds[n] - i;
    let title = 0, other = 0;
    while (i < titleEnds[n]) title += like[index[i++]];
    while (i < ends[n]) other += like[index[i++]];
    gained[n] = (3 * title) / (title + 1 + length / 8) + other / (other + 2);
  }
  return gained;
}

/** Numbers of records with all of the words, or else with some, the best first; rare words count more. */
function ranked(wanted, fuzzy, some) {
  const scores = new Float32Array(records.length), matched = new Uint8Array(records.length);
  for (const word of wanted) {
    const gained = gains(word, fuzzy(word)), rarity = Math.log(1 + records.length / (1 + gained.filter(Boolean).length));
    gained.forEach((gain, n) => {
      scores[n] += gain * rarity;
      matched[n] += gain > 0;
    });
  }
  const best = (a, b) => matched[b] - matched[a] || scores[b] - scores[a];
  const hits = numbers.filter((n) => matched[n] === wanted.length);
  return (hits.length || !some ? hits : numbers.filter((n) => matched[n])).sort(best);
}

/** Numbers of records, the best first; without a query all, by title. They have all words; where few have, a typing error is
 * forgiven, where none has, more of them, then missing words. */
function answers() {
  const wanted = [...new Set(words(input.value))].slice(0, MOST_WORDS);
  if (!indexed) return numbers.filter((n) => wanted.every((word) => titles[n].includes(word)));
  if (!wanted.length) return numbers;
  let hits = ranked(wanted, () => false);
  if (hits.length < FEW) hits = [...new Set([...hits, ...ranked(wanted, (word) => word.length > 3 && 0.2)])];
  return hits.length ? hits : ranked(wanted, () => 0.34, true);
}

/** Finds those with a chosen term in each facet that has any; counts by term, under the choices in other facets. */
function sift(answers) {
  const wanted = [], counts = facets.map(([, terms]) => new Uint32Array(terms.length));
  for (const { f, t } of [...chosen].map((key) => options.get(key))) (wanted[f] ||= new Set()).add(t);
  const count = (terms, f) => terms.forEach((term) => counts[f][term]++);
  found = answers.filter((n) => {
    const terms = records[n][TERMS];
    let missed = -1;
    for (let f = 0; f < wanted.length; f++) {
      if (!wanted[f] || terms[f].some((term) => wanted[f].has(term))) continue;
      if (missed >= 0) return false;
      missed = f;
    }
    if (missed < 0) terms.forEach(count);
    else count(terms[missed], missed);
    return missed < 0;
  });
  return counts;
}

function draw() {
  for (const [key, { box }] of options) box.checked = chosen.has(key);
  drawChips();
  part("wait").hidden = !!records;
  if (!records) return need();
  const counts = sift(answers()), asked = state() !== "";
  for (const option of options.values()) {
    const many = counts[option.f]?.[option.t] || 0;
    if (many === option.many) continue; // what is touched is laid out anew
    option.many = many;
    option.count.textContent = number.format(many);
    option.label.parentElement.classList.toggle("none", !many && !option.box.checked);
  }
  for (const total of root.querySelectorAll("[data-find=count]")) total.textContent = number.format(found.length);
  part("static").hidden = asked;
  part("results").hidden = !asked;
  part("none").hidden = found.length > 0;
  list.textContent = "";
  more();
}

/** Adds the next results, and returns the first of them. */
function more() {
  const from = list.children.length;
  const items = found.slice(from, from + AT_ONCE).map((n) => result(records[n]));
  list.append(...items);
  part("more").hidden = list.children.length >= found.length;
  return items[0];
}

function result([id, title, titleLanguage, summary, summaryLanguage, where, , flags]) {
  const item = copy("item");
  const fill = (slot, textContent, lang, properties) => {
    const element = item.querySelector(`[data-slot=${slot}]`);
    if (textContent) Object.assign(element || {}, { textContent }, lang && { lang }, properties);
    else element?.remove();
  };
  fill("title", title, titleLanguage, { href: `${root.dataset.root}practices/${id}.html` });
  fill("summary", summary, summaryLanguage);
  fill("where", where);
  for (const tag of item.querySelectorAll("[data-flag]")) if (!(flags & tag.dataset.flag)) tag.remove();
  return item;
}

function drawChips() {
  chips.textContent = "";
  [...chosen].forEach((key, place) => {
    const chip = copy("chip");
    chip.querySelector("[data-slot=label]").textContent = options.get(key).name;
    on(chip.querySelector("button"), "click", () => {
      chosen.delete(key);
      choose();
      const left = chips.querySelectorAll("button");
      (left[place] || left[place - 1] || input).focus();
    });
    chips.append(chip);
  });
  chips.hidden = part("clear").hidden = !chosen.size;
}

part("search").hidden = false;
on(part("search"), "submit", (event) => {
  event.preventDefault();
  remember(true);
});
on(input, "focus", need);
on(input, "input", () => {
  clearTimeout(answering);
  clearTimeout(settling);
  answering = setTimeout(draw, TYPING);
  settling = setTimeout(remember, SETTLED, true);
});
on(root, "click", () => remember(true));
on(part("clear"), "click", () => {
  chosen.clear();
  choose();
  input.focus();
});
on(part("more"), "click", () => more()?.querySelector("a").focus());
on(window, "popstate", travel);
on(window, "hashchange", travel);
read();
address = state();
if (address) draw();
})();
