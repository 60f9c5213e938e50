
"use strict";
// Choosing a claim or an incident shows its words; choosing words shows the claims that rest on them.
for (const report of document.querySelectorAll(".report")) {
  const marks = [...report.querySelectorAll("mark")];
  const cards = [...report.querySelectorAll("[data-k]:not(mark)")];
  const keys = (node) => node.dataset.k.split(" ");
  let held = null;
  const clear = () => {
    report.classList.remove("chosen");
    for (const node of [...marks, ...cards]) node.classList.remove("on");
  };
  const show = (card) => {
    clear();
    report.classList.add("chosen");
    card.classList.add("on");
    for (const mark of marks) mark.classList.toggle("on", keys(mark).includes(card.dataset.k));
  };
  const restore = () => (held ? show(held) : clear());
  for (const card of cards) {
    const toggle = (event) => {
      if (event.target.closest("form, summary")) return;
      event.stopPropagation();
      held = held === card ? null : card;
      restore();
      const first = held && marks.find((mark) => mark.classList.contains("on"));
      if (first) first.scrollIntoView({ block: "nearest", behavior: "smooth" });
    };
    card.addEventListener("click", toggle);
    card.addEventListener("keydown", (event) => {
      if (event.target === card && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); toggle(event); }
    });
    card.addEventListener("mouseover", (event) => { event.stopPropagation(); if (!held) show(card); });
    card.addEventListener("mouseout", () => { if (!held) clear(); });
  }
  for (const mark of marks) {
    mark.addEventListener("click", () => {
      held = null;
      clear();
      const mine = keys(mark);
      for (const card of cards) card.classList.toggle("on", mine.includes(card.dataset.k));
      const first = cards.find((card) => card.classList.contains("on"));
      if (first) first.scrollIntoView({ block: "nearest", behavior: "smooth" });
    });
  }
}
