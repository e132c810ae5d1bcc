// Text and table in step: a figure lights up with the words of its fields.
"use strict";
document.documentElement.classList.add("js");

const text = document.getElementById("text");
const byFigure = new Map(); // figure -> [[element, field]]
let pinned = null;

for (const element of document.querySelectorAll("[data-r]")) {
  for (const ref of element.dataset.r.split(" ")) {
    const [figure, field] = ref.split(".");
    if (!byFigure.has(figure)) byFigure.set(figure, []);
    byFigure.get(figure).push([element, field]);
  }
}

const names = {}; // field -> its name in the language of the page
for (const row of document.querySelectorAll("[data-names]")) {
  Object.assign(names, JSON.parse(row.dataset.names));
}

function dark() {
  for (const element of document.querySelectorAll(".lit")) {
    element.classList.remove("lit");
    delete element.dataset.field;
  }
  for (const row of document.querySelectorAll("tr.on")) row.classList.remove("on");
}

function light(figure) {
  dark();
  if (figure === null) return;
  const named = new Set();
  const lit = byFigure.get(figure) || [];
  lit.forEach(([element, field], at) => {
    element.classList.add("lit");
    // One name for each run of pieces: on the last of them.
    const next = lit.slice(at + 1).some(([other, same]) =>
      same === field && other === element.nextElementSibling);
    if (field !== "amount" && !next && !named.has(element)) {
      named.add(element);
      const all = lit.filter(([other]) => other === element).map(([, name]) => name);
      element.dataset.field = all.map((name) => names[name] || name).join(", ");
    }
  });
  for (const row of document.querySelectorAll(`tr.figure[data-f="${CSS.escape(figure)}"]`)) {
    row.classList.add("on");
  }
}

function bring(element) {
  if (!element) return;
  const box = element.getBoundingClientRect();
  const inside = element.closest(".step > section");
  const frame = inside && inside.scrollHeight > inside.clientHeight + 1
    ? inside.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  if (box.top < frame.top || box.bottom > frame.bottom) {
    element.scrollIntoView({ block: "center", behavior: "auto" });
  }
}

function open(figure) {
  for (const row of document.querySelectorAll("tr.more")) {
    const on = row.dataset.f === figure;
    row.classList.toggle("open", on);
    const button = document.querySelector(`[aria-controls="${row.id}"]`);
    if (button) button.setAttribute("aria-expanded", String(on));
  }
}

function pick(figure, from) {
  pinned = pinned === figure && from !== "address" ? null : figure;
  light(pinned);
  open(pinned);
  if (pinned === null) return;
  const row = document.querySelector(`tr.figure[data-f="${CSS.escape(pinned)}"]`);
  const words = (byFigure.get(pinned) || []).find(([, field]) => field === "amount");
  if (from !== "table") bring(row);
  if (from !== "text" && words) bring(words[0]);
}

function figureOf(target) {
  const amount = target.closest("[data-f]");
  if (amount) return amount.dataset.f;
  const words = target.closest("[data-r]");
  return words ? words.dataset.r.split(" ")[0].split(".")[0] : null;
}

function follow(area, from) {
  if (!area) return;
  area.addEventListener("click", (event) => {
    const figure = figureOf(event.target);
    if (figure === null || String(getSelection())) return;
    if (event.target.closest("tr.more")) return;
    pick(figure, from);
  });
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    if (!event.target.matches("[role=button][data-f]")) return;
    event.preventDefault();
    pick(event.target.dataset.f, from);
  });
  for (const kind of ["mouseover", "focusin"]) {
    area.addEventListener(kind, (event) => {
      const figure = figureOf(event.target);
      if (figure !== null && pinned === null) light(figure);
    });
  }
  for (const kind of ["mouseleave", "focusout"]) {
    area.addEventListener(kind, () => { if (pinned === null) dark(); });
  }
}

if (!document.body.dataset.review) {
  follow(text, "text");
  follow(document.querySelector(".figures"), "table");
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pinned !== null) pick(pinned, "table");
  });
  const asked = new URLSearchParams(location.search).get("figure");
  if (asked) {
    const row = document.querySelector(`tr.figure[data-id="${CSS.escape(asked)}"]`);
    if (row) pick(row.dataset.f, "address");
  }
}
