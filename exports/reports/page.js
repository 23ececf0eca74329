"use strict";
// Filters and order of the findings. Without this script the page shows all of them, worst first.
const form = document.getElementById("filters");
const list = document.getElementById("pairs");
const shown = document.getElementById("shown");
const pairs = Array.from(list.children, (element, rank) => ({
  element,
  rank,
  place: Number(element.dataset.place),
  file: element.dataset.file,
  text: element.textContent.normalize("NFC").toLowerCase(),
  issues: Array.from(element.querySelectorAll(".issues li"), (row) => ({
    row, code: row.dataset.code, severity: row.dataset.severity,
  })),
}));

const ticked = (name) => new Set(Array.from(form.querySelectorAll(`input[name=${name}]:checked`), (box) => box.value));
const hide = (element, wanted) => { if (element.hidden !== wanted) element.hidden = wanted; };

function filter() {
  const severities = ticked("severity");
  const codes = ticked("code");
  const words = form.elements.words.value.trim().normalize("NFC").toLowerCase();
  const file = form.elements.file ? form.elements.file.value : "";
  let count = 0, issues = 0;
  for (const pair of pairs) {
    let open = 0;
    for (const issue of pair.issues) {
      const fits = severities.has(issue.severity) && codes.has(issue.code);
      hide(issue.row, !fits);
      open += fits;
    }
    const fits = open > 0 && (!file || pair.file === file) && (!words || pair.text.includes(words));
    hide(pair.element, !fits);
    if (fits) { count += 1; issues += open; }
  }
  shown.textContent = `Showing ${issues} ${issues === 1 ? "finding" : "findings"} in ${count} of ${pairs.length} pairs.`;
}

function sort() {
  const key = form.elements.order.value;
  list.append(...pairs.toSorted((a, b) => a[key] - b[key]).map((pair) => pair.element));
}

let waiting = 0;
form.addEventListener("input", (event) => {
  if (event.target.name === "order") { sort(); return; }
  clearTimeout(waiting);
  waiting = setTimeout(filter, event.target.name === "words" ? 200 : 0);
});
form.addEventListener("reset", () => setTimeout(() => { sort(); filter(); }));
form.addEventListener("submit", (event) => { event.preventDefault(); filter(); });
form.querySelectorAll("button[data-tick]").forEach((button) => button.addEventListener("click", () => {
  form.querySelectorAll("input[name=code]").forEach((box) => { box.checked = button.dataset.tick === "all"; });
  filter();
}));
form.hidden = false;
filter();
