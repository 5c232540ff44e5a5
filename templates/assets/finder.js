/* Finding practices: search and facets. Without this script the page is a list, with links to the page of each term; with it
 * the links become boxes to tick and the search box appears. Records and search engine are loaded on first use, never before.
 * Elements are found by `data-find`; results are clones of the page's own <template>s, filled as text, so that words and
 * markup stay in the page. The state lives in the address: ?q=voucher&theme=finance&theme=vouchers */
(function () {
  "use strict";

  // The places in a record, as publish/search.py writes them.
  const ID = 0, TITLE = 1, TITLE_LANGUAGE = 2, SUMMARY = 3, SUMMARY_LANGUAGE = 4, WHERE = 5, TERMS = 6, FLAGS = 7, ALSO = 8;
  const AT_ONCE = 50; // results in one go
  const CHUNK = 150; // records indexed before keys are answered again
  const TYPING = 10, SETTLED = 400; // milliseconds from a key to its answer, and to the change of the address

  const LETTERS = {
    ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ŧ: "t", ı: "i", ŋ: "n", ĸ: "k", ς: "σ",
    "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": "",
  };
  const SPECIAL = RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
  const plain = (text) => /^[\0-\x7f]*$/.test(text);
  const unmarked = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");

  /** Lower case without accents, as text/folding.py does it. */
  function fold(text) {
    if (plain(text)) return text.toLowerCase();
    return unmarked(unmarked(text).toLowerCase()).replace(SPECIAL, (c) => LETTERS[c]).normalize("NFC");
  }

  /** The folded words of a text, without single letters. */
  function words(text) {
    const folded = fold(text);
    const found = folded.match(plain(folded) ? /[a-z0-9]+/g : /[\p{L}\p{N}]+/gu) || [];
    return found.filter((word) => word.length > 1 || /\p{N}/u.test(word));
  }

  /** The search box of a page without a list leads to the page with the list. */
  for (const form of document.querySelectorAll("[data-find-at]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.href = `${form.dataset.findAt}?${new URLSearchParams(new FormData(form))}`;
    });
  }

  const root = document.querySelector("[data-find=finder]");
  if (!root) return;
  // A template may leave a part out; what it would show goes nowhere.
  const part = (name) => root.querySelector(`[data-find=${name}]`) || document.createElement("span");
  const input = part("query"), list = part("list"), chips = part("chips");
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
  const pair = (name, value) => String(new URLSearchParams([[name, value]]));

  const options = new Map(); // "theme=finance" → what the panel shows of it
  const chosen = new Set(); // keys of `options`
  let records, facets, titles, engine; // once loaded
  let loading = false, indexed = false, found = [];
  let address = ""; // the state as the address tells it
  let typed = false; // whether typing wrote the last entry of the history
  let answering, settling; // timers

  for (const group of root.querySelectorAll("[data-facet]")) {
    for (const link of group.querySelectorAll("[data-term]")) {
      const { facet } = group.dataset, { term } = link.dataset, key = pair(facet, term);
      const label = document.createElement("label"), box = document.createElement("input");
      const count = link.parentElement.querySelector("[data-count]");
      options.set(key, { facet, term, name: link.textContent, box, label, count });
      box.type = "checkbox";
      box.autocomplete = "off";
      box.addEventListener("change", () => {
        chosen[box.checked ? "add" : "delete"](key);
        choose();
      });
      if (link.lang) label.lang = link.lang;
      label.append(box, " ", ...link.childNodes, " ", count);
      link.replaceWith(label);
    }
  }

  // The state and the address

  function state() {
    const query = input.value.trim();
    return [...(query ? [pair("q", query)] : []), ...chosen].join("&");
  }

  /** Takes the state from the address; terms that the panel does not have are passed over. */
  function read() {
    chosen.clear();
    input.value = "";
    const text = location.search || (location.hash.startsWith("#?") ? location.hash.slice(1) : "");
    for (const [name, value] of new URLSearchParams(text)) {
      if (name === "q") input.value = value;
      else if (options.has(pair(name, value))) chosen.add(pair(name, value));
    }
  }

  /** Tells the state in the address: an entry of the history for each choice, one for a run of typing. */
  function remember(typing) {
    clearTimeout(settling);
    if (state() === address) return;
    address = state();
    try {
      history[typing && typed ? "replaceState" : "pushState"](null, "", address ? `?${address}` : location.pathname);
    } catch {
      location.hash = `?${address}`; // where a file on disk may not change its address otherwise
    }
    typed = typing;
  }

  function travel() {
    read();
    if (state() === address) return; // a jump within the page
    address = state();
    typed = false;
    draw();
  }

  function choose() {
    remember(false);
    draw();
  }

  // Loading

  const load = (source) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      Object.assign(script, { src: source, onload: resolve, onerror: reject });
      document.head.append(script);
    });

  function need() {
    if (loading) return;
    loading = true;
    part("failed").hidden = true;
    Promise.all([load(root.dataset.engine), load(root.dataset.records)]).then(prepare, () => {
      loading = false; // the next use tries again
      part("wait").hidden = true;
      part("failed").hidden = false;
    });
  }

  /** Titles can be searched at once; the index follows in pieces. */
  function prepare() {
    facets = window.miniRecords.facets.map(([id, terms, labels]) => ({ id, terms, labels }));
    records = window.miniRecords.rows;
    titles = records.map((record) => fold(record[TITLE]));
    const labels = (terms, f) => terms.map((term) => facets[f].labels[term]).join(" ");
    const fields = {
      id: (n) => n,
      title: (n) => records[n][TITLE],
      text: (n) => [records[n][SUMMARY], records[n][WHERE], records[n][ALSO], ...records[n][TERMS].map(labels)].join(" "),
    };
    engine = new window.MiniSearch({
      fields: ["title", "text"],
      extractField: (n, field) => fields[field](n),
      stringifyField: String,
      tokenize: words,
      processTerm: (word) => word,
      searchOptions: { boost: { title: 3 }, prefix: true, fuzzy: (word) => word.length > 3 && 0.2, combineWith: "AND" },
    });
    performance.mark("finder-loaded");
    draw();
    engine.addAllAsync([...records.keys()], { chunkSize: CHUNK }).then(() => {
      indexed = true;
      performance.mark("finder-indexed");
      if (words(input.value).length) draw();
    });
  }

  // Finding

  /** Numbers of the records that answer the query, the best first; without a query all, in the order of titles. */
  function answers() {
    const wanted = words(input.value), all = [...records.keys()];
    if (!wanted.length) return all;
    if (!indexed) return all.filter((n) => wanted.every((word) => titles[n].includes(word)));
    const hits = engine.search(input.value);
    return (hits.length ? hits : engine.search(input.value, { combineWith: "OR" })).map((hit) => hit.id);
  }

  /** Of these, the records with a chosen term in every facet that has one; and how many have each term, given the choices in
   * the other facets. */
  function sift(numbers) {
    const choices = [...chosen].map((key) => options.get(key));
    const wanted = facets.map(({ id, terms }) => {
      const ofFacet = choices.filter(({ facet }) => facet === id).map(({ term }) => terms.indexOf(term));
      return ofFacet.length ? new Set(ofFacet) : null;
    });
    const counts = facets.map(({ terms }) => new Uint32Array(terms.length));
    const count = (terms, f) => terms.forEach((term) => counts[f][term]++);
    found = numbers.filter((n) => {
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

  // Showing

  function draw() {
    for (const [key, { box }] of options) box.checked = chosen.has(key);
    drawChips();
    part("wait").hidden = Boolean(records);
    if (!records) return need();
    const counts = sift(answers());
    for (const { facet, term, label, count } of options.values()) {
      const f = facets.findIndex(({ id }) => id === facet);
      const many = f < 0 ? 0 : counts[f][facets[f].terms.indexOf(term)] || 0;
      count.textContent = number.format(many);
      label.classList.toggle("none", !many);
    }
    for (const total of root.querySelectorAll("[data-find=count]")) total.textContent = number.format(found.length);
    const asked = Boolean(state());
    part("static").hidden = asked;
    part("results").hidden = !asked;
    part("none").hidden = found.length > 0;
    list.textContent = "";
    more();
  }

  /** Adds the next results to the list, and returns the first of them. */
  function more() {
    const from = list.children.length;
    const items = found.slice(from, from + AT_ONCE).map((n) => result(records[n]));
    list.append(...items);
    part("more").hidden = list.children.length >= found.length;
    return items[0];
  }

  function result(record) {
    const copy = part("item").content.firstElementChild.cloneNode(true);
    const fill = (slot, text, language) => {
      for (const element of copy.querySelectorAll(`[data-slot=${slot}]`)) {
        element.textContent = text;
        if (language) element.lang = language;
        if (slot === "title") element.href = `${root.dataset.root}practices/${record[ID]}.html`;
        if (!text) element.remove();
      }
    };
    fill("title", record[TITLE] || record[ID], record[TITLE_LANGUAGE]);
    fill("summary", record[SUMMARY], record[SUMMARY_LANGUAGE]);
    fill("where", record[WHERE]);
    for (const tag of copy.querySelectorAll("[data-flag]")) if (!(record[FLAGS] & tag.dataset.flag)) tag.remove();
    return copy;
  }

  function drawChips() {
    chips.textContent = "";
    [...chosen].forEach((key, place) => {
      const copy = part("chip").content.firstElementChild.cloneNode(true);
      copy.querySelector("[data-slot=label]").textContent = options.get(key).name;
      copy.querySelector("button").addEventListener("click", () => {
        chosen.delete(key);
        choose();
        const left = chips.querySelectorAll("button");
        (left[place] || left[place - 1] || input).focus(); // the keyboard stays where it was
      });
      chips.append(copy);
    });
    chips.hidden = part("clear").hidden = !chosen.size;
  }

  part("search").hidden = false;
  part("search").addEventListener("submit", (event) => {
    event.preventDefault();
    remember(true);
  });
  input.addEventListener("focus", need);
  input.addEventListener("input", () => {
    clearTimeout(answering);
    clearTimeout(settling);
    answering = setTimeout(draw, TYPING);
    settling = setTimeout(remember, SETTLED, true);
  });
  part("results").addEventListener("click", () => remember(true), true); // before a result opens
  part("clear").addEventListener("click", () => {
    chosen.clear();
    choose();
    input.focus();
  });
  part("more").addEventListener("click", () => more()?.querySelector("a").focus());
  addEventListener("popstate", travel);
  addEventListener("hashchange", travel);
  read();
  address = state();
  if (address) draw();
})();
