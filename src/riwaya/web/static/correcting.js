"use strict";
// Words chosen in a report go into the open form: where they begin, and the words themselves. Without this they are typed.
{
  const report = document.querySelector(".report .words");
  const title = report && report.querySelector("h1");
  const text = report && report.querySelector(".text");
  let wanted = document.querySelector("details.correct[open]") || null;
  for (const details of document.querySelectorAll("details.correct")) {
    details.addEventListener("toggle", () => { if (details.open) wanted = details; else if (wanted === details) wanted = null; });
  }
  // The place of a point of the page in the report's full text, counted in characters, not in UTF-16 units.
  const place = (node, offset) => {
    const part = title.contains(node) ? title : text.contains(node) ? text : null;
    if (!part) return null;
    const before = document.createRange();
    before.setStart(part, 0);
    before.setEnd(node, offset);
    const count = (words) => [...words].length;
    return count(before.toString()) + (part === text ? count(title.textContent) + 1 : 0);
  };
  const take = () => {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return;
    const range = chosen.getRangeAt(0);
    const start = place(range.startContainer, range.startOffset);
    const words = chosen.toString().trim();
    if (start === null || !words) return;
    const details = wanted && wanted.open ? wanted : document.getElementById("add-claim");
    if (!details) return;
    details.open = true;
    wanted = details;
    const raw = range.toString();
    details.querySelector("[name=words]").value = words;
    details.querySelector("[name=start]").value = String(start + [...raw].length - [...raw.trimStart()].length);
  };
  if (text) {
    report.addEventListener("mouseup", () => setTimeout(take));
    report.addEventListener("touchend", () => setTimeout(take));
    document.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") take(); });
  }
  for (const field of document.querySelectorAll("details.correct [name=words]")) {
    field.addEventListener("input", () => { field.form.querySelector("[name=start]").value = ""; });
  }
}
