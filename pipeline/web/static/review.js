// Reviewing: one figure after the other, by keyboard; each verdict is saved at once.
"use strict";

const judging = document.getElementById("judging");
const say = JSON.parse(judging.dataset.words);
const verdicts = JSON.parse(judging.dataset.verdicts);
const article = document.body.dataset.review;
const by = document.getElementById("by");
const shortcuts = document.getElementById("shortcuts");
const find = document.getElementById("find");
const edit = document.getElementById("edit");
const conflict = document.getElementById("conflict");
const left = document.getElementById("left");
const cards = () => [...document.querySelectorAll(".card")];
let current = null; // the card that is judged
let adding = null; // [start, end] of a figure that is being added
let evidence = {}; // of the form
let taken = null; // [start, end, words] that were selected in the text
let busy = false;
let dirty = false;

by.value = localStorage.getItem("solieu-by") || "";
by.addEventListener("input", () => localStorage.setItem("solieu-by", by.value.trim()));
shortcuts.checked = localStorage.getItem("solieu-keys") !== "off";
shortcuts.addEventListener("change", () =>
  localStorage.setItem("solieu-keys", shortcuts.checked ? "on" : "off"));
addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

function tell(words) { document.getElementById("said").textContent = words; }
const labelOf = (card) => JSON.parse(card.dataset.label);

function choose(card) {
  if (!card) return;
  close();
  for (const other of cards()) other.classList.toggle("on", other === card);
  current = card;
  card.querySelector(".pick").setAttribute("aria-current", "true");
  for (const other of cards()) {
    if (other !== card) other.querySelector(".pick").removeAttribute("aria-current");
  }
  light(card.dataset.f);
  card.scrollIntoView({ block: "nearest" });
  const words = (byFigure.get(card.dataset.f) || []).find(([, field]) => field === "amount");
  if (words) bring(words[0]);
}

function step(by) {
  const all = cards();
  const at = all.indexOf(current);
  choose(all[Math.min(all.length - 1, Math.max(0, at + by))]);
}

function next() {
  const all = cards();
  const from = all.indexOf(current) + 1;
  const open = [...all.slice(from), ...all.slice(0, from)]
    .find((card) => card.dataset.version === "0");
  if (open) choose(open); else { tell(say.all); light(current.dataset.f); }
}

function count() {
  const open = cards().filter((card) => card.dataset.version === "0").length;
  left.textContent = left.dataset.said.replace("{}", open);
}

function close() {
  edit.hidden = find.hidden = conflict.hidden = true;
  adding = null;
  dirty = false;
}

// --- offsets count in code points, as everywhere in solieu
const points = (words) => [...words].length;

function offsetOf(node, at) {
  const piece = (node.nodeType === 3 ? node.parentElement : node).closest("[data-s]");
  if (!piece) return null;
  const before = node.nodeType === 3 ? node.textContent.slice(0, at)
    : (at ? piece.textContent : "");
  return Number(piece.dataset.s) + points(before);
}

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  let start = offsetOf(range.startContainer, range.startOffset);
  let end = offsetOf(range.endContainer, range.endOffset);
  if (start === null || end === null) return;
  const words = range.toString();
  start += points(words) - points(words.trimStart());
  end -= points(words) - points(words.trimEnd());
  if (start < end) taken = [start, end, words.trim()];
});

function wordsAt(start, end) {
  return [...text.textContent].slice(start, end).join("");
}

// --- the form
function fill(label) {
  for (const input of edit.elements) {
    if (input.name) input.value = label[input.name] ?? "";
  }
  evidence = { ...label.evidence };
  conflict.hidden = find.hidden = true;
  edit.hidden = false;
  dirty = false;
}

function startEdit() {
  if (!current) return;
  adding = null;
  const label = labelOf(current);
  fill(label);
  document.getElementById("editing").textContent = current.querySelector(".pick").textContent;
  document.getElementById("f-metric").focus();
}

function startAdd() {
  if (taken && !getSelection().isCollapsed) { addAt(taken[0], taken[1]); return; }
  close();
  find.hidden = false;
  document.getElementById("words").focus();
}

function guess(words) {
  const plain = words.match(/[\d.,]+/);
  if (!plain) return "";
  const number = plain[0].replace(/[.,]$/, "");
  const whole = /^\d{1,3}(\.\d{3})+(,\d+)?$/.test(number) || /^\d+,\d+$/.test(number);
  return whole ? number.replaceAll(".", "").replace(",", ".") : number;
}

function addAt(start, end) {
  const words = wordsAt(start, end);
  fill({ value: guess(words), bound: "exact", measure: "level", status: "actual",
         evidence: { amount: [start, end] } });
  adding = [start, end];
  document.getElementById("editing").textContent = `${say.adding} ${words}`;
  document.getElementById("f-value").focus();
}

find.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = document.getElementById("words").value.trim();
  const whole = text.textContent;
  const from = Number(find.dataset.from || 0);
  const at = words ? whole.indexOf(words, from) : -1;
  if (at < 0) { find.dataset.from = 0; tell(say.nowhere); return; }
  const start = points(whole.slice(0, at));
  if (!cards().some((card) => labelOf(card).start === start)) {
    addAt(start, start + points(words));
    return;
  }
  find.dataset.from = at + 1;
  find.requestSubmit();
});

edit.addEventListener("input", () => { dirty = true; });
edit.addEventListener("click", (event) => {
  const name = event.target.dataset.take;
  if (name) take(name);
});

function take(name) {
  if (!taken) { tell(say.select); return; }
  evidence[name] = [taken[0], taken[1]];
  const input = document.getElementById(`f-${name}`);
  if (["metric", "parent", "area"].includes(name)) input.value = taken[2];
  input.focus();
  dirty = true;
  tell(`${say.taken} ${taken[2]}`);
}

function formLabel() {
  const label = { evidence };
  for (const input of edit.elements) {
    if (!input.name) continue;
    const value = input.value.trim();
    label[input.name] = value === "" ? null : value;
  }
  return label;
}

edit.addEventListener("submit", (event) => {
  event.preventDefault();
  const label = formLabel();
  if (adding) save({ start: adding[0], end: adding[1], verdict: "added", label, version: 0 }, null);
  else save({ verdict: labelOf(current).verdict === "added" ? "added" : "corrected", label });
});

// --- saving
async function send(address, body) {
  const answer = await fetch(address, {
    method: "POST", headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return [answer.status, await answer.json()];
}

async function save(said, card = current) {
  if (busy) return;
  if (!by.value.trim()) { tell(say.who); by.focus(); return; }
  if (!card && said.start === undefined) return;
  const label = card ? labelOf(card) : null;
  const body = { article, by: by.value.trim(),
                 start: label ? label.start : said.start, end: label ? label.end : said.end,
                 version: card ? Number(card.dataset.version) : 0, ...said };
  busy = true;
  let status = 0, told = {};
  try { [status, told] = await send("/api/corrections", body); } catch { status = 0; }
  busy = false;
  if (status === 200) {
    dirty = false;
    if (!card) { location.hash = `at${body.start}`; location.reload(); return; }
    stand(card, told.version, told.standing);
    if (body.settles) card.querySelector(".rivals")?.remove();
    close();
    tell(`${say.saved} ${card.querySelector(".pick").textContent}`);
    next();
  } else if (status === 409) {
    clash(card, body, told);
  } else {
    tell(status ? told.detail : say.offline);
  }
}

function stand(card, version, label) {
  card.dataset.version = version;
  card.dataset.label = JSON.stringify(label);
  for (const shown of card.querySelectorAll("[data-show]")) {
    shown.textContent = label[shown.dataset.show] || "–";
  }
  const state = document.createElement("span");
  state.className = `verdict ${label.verdict}`;
  state.textContent = `${verdicts[label.verdict] || label.verdict} · ${label.by || "?"}`;
  card.querySelector(".state").replaceChildren(state);
  count();
}

function clash(card, mine, told) {
  // What was typed stays in the form; nothing was saved.
  const theirs = told.standing;
  conflict.replaceChildren();
  const line = (words) => {
    const row = document.createElement("div");
    row.textContent = words;
    conflict.append(row);
  };
  if (theirs) {
    line(`${theirs.by || "?"} · ${verdicts[theirs.verdict] || ""} · ${theirs.at || ""}`);
    const label = mine.label || labelOf(card);
    for (const name of Object.keys(names)) {
      const [a, b] = [theirs[name], label[name]].map((value) => value ?? "");
      if (name in theirs && name !== "evidence" && String(a) !== String(b)) {
        line(`${names[name]}: ${a || "–"} ≠ ${b || "–"}`);
      }
    }
  }
  line(say.since);
  const over = button(say.over, () => {
    conflict.hidden = true;
    save({ ...mine, version: told.version }, card);
  });
  const keep = button(say.keep, () => {
    if (card && theirs) { stand(card, told.version, theirs); close(); choose(card); }
    else { dirty = false; location.reload(); }
  });
  conflict.append(keep, " ", over);
  conflict.hidden = false;
  keep.focus();
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

async function complete() {
  const pressed = document.getElementById("complete");
  const wanted = pressed.getAttribute("aria-pressed") !== "true";
  let status = 0, told = {};
  try {
    [status, told] = await send("/api/corrections/complete", { article, complete: wanted });
  } catch { status = 0; }
  if (status === 200) pressed.setAttribute("aria-pressed", String(wanted));
  tell(status === 200 ? say.done : status ? told.detail : say.offline);
}

// --- what keys and buttons do
const acts = {
  accept: () => save({ verdict: "accepted" }),
  reject: () => save({ verdict: "rejected" }),
  edit: startEdit,
  add: startAdd,
  next: () => step(1),
  previous: () => step(-1),
  cancel: () => { close(); current?.querySelector(".pick").focus(); },
  complete,
};
const keys = { a: "accept", r: "reject", e: "edit", m: "add", j: "next", k: "previous",
               ArrowDown: "next", ArrowUp: "previous" };

judging.addEventListener("click", (event) => {
  const act = event.target.closest("[data-do]");
  if (act) { acts[act.dataset.do](); return; }
  const settle = event.target.closest("[data-settle]");
  const card = event.target.closest(".card");
  if (card) choose(card);
  if (settle) save({ verdict: "accepted", settles: true });
});
text.addEventListener("click", (event) => {
  if (!getSelection().isCollapsed) return;
  const figure = figureOf(event.target);
  if (figure !== null) choose(document.querySelector(`.card[data-f="${figure}"]`));
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !(edit.hidden && find.hidden && conflict.hidden)) {
    acts.cancel();
    return;
  }
  if (event.altKey && event.key === "t" && document.activeElement?.form === edit) {
    event.preventDefault();
    take(document.activeElement.name);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !shortcuts.checked) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  const act = keys[event.key];
  if (act && (act !== "add" || document.querySelector("[data-do=add]"))) {
    event.preventDefault();
    acts[act]();
  }
});

const asked = location.hash.startsWith("#at") && document.getElementById(location.hash.slice(1));
choose(asked || cards().find((card) => card.dataset.version === "0") || cards()[0]);
