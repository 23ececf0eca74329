"use strict";
// Filters and order of the findings. Without this script the page shows all of them, worst first.
const STEP = 200; // pairs shown at once: a browser lays these out at once however many there are
const form = document.getElementById("filters");
const list = document.getElementById("pairs");
const shown = document.getElementById("shown");
const more = document.getElementById("more");
const pairs = Array.from(list.children, (element, rank) => ({
  element,
  rank,
  place: Number(element.dataset.place),
  file: element.dataset.file,
  issues: Array.from(element.lastElementChild.children, (row) => ({
    row, code: row.dataset.code, severity: row.dataset.severity,
  })),
}));
let limit = STEP;

const hide = (element, wanted) => { if (element.hidden !== wanted) element.hidden = wanted; };
const ticked = (name) => new Set(Array.from(form.querySelectorAll(`input[name=${name}]:checked`), (box) => box.value));
const plain = (text) => text.normalize("NFC").toLowerCase();
const count = (number, what) => `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;

function filter() {
  const severities = ticked("severity");
  const codes = ticked("code");
  const words = plain(form.elements.words.value.trim());
  const file = form.elements.file ? form.elements.file.value : "";
  const fits = (issue) => severities.has(issue.severity) && codes.has(issue.code);
  const holds = (pair) => (pair.text ??= plain(pair.element.textContent)).includes(words);
  let matching = 0, issues = 0;
  for (const pair of pairs) {
    const open = pair.issues.filter(fits).length;
    const wanted = open > 0 && (!file || pair.file === file) && (!words || holds(pair));
    matching += wanted;
    issues += wanted ? open : 0;
    const visible = wanted && matching <= limit;
    if (visible) pair.issues.forEach((issue) => hide(issue.row, !fits(issue)));
    hide(pair.element, !visible);
  }
  const part = matching > limit ? ` The first ${count(limit, "pair")} are shown.` : "";
  shown.textContent = `${count(issues, "finding")} in ${matching.toLocaleString("en")} of ${count(pairs.length, "pair")}.${part}`;
  hide(more, matching <= limit);
}

function sort() {
  const key = form.elements.order.value;
  pairs.sort((a, b) => a[key] - b[key]);
  list.append(...pairs.map((pair) => pair.element));
}

function again() {
  limit = STEP;
  filter();
}

let waiting = 0;
form.addEventListener("input", (event) => {
  if (event.target.name === "order") sort();
  clearTimeout(waiting);
  waiting = setTimeout(again, event.target.name === "words" ? 200 : 0);
});
form.addEventListener("reset", () => setTimeout(() => { sort(); again(); }));
form.addEventListener("submit", (event) => { event.preventDefault(); again(); });
form.querySelectorAll("button[data-tick]").forEach((button) => button.addEventListener("click", () => {
  form.querySelectorAll("input[name=code]").forEach((box) => { box.checked = button.dataset.tick === "all"; });
  again();
}));
more.addEventListener("click", () => {
  const next = pairs.filter((pair) => !pair.element.hidden).length;
  limit += STEP;
  filter();
  const first = pairs.filter((pair) => !pair.element.hidden)[next];
  if (first) first.element.querySelector("h3").focus();
});
addEventListener("beforeprint", () => { limit = Infinity; filter(); });
addEventListener("afterprint", again);
filter();
form.hidden = false;
