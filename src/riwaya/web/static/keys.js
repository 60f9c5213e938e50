"use strict";
// Keyboard: j and k move through the list, Enter opens (a link does that itself), / searches, s and d decide, u goes back, 1 to 9 open saved filters.
document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName)) return;
  const list = document.querySelector("[data-keys]");
  const titles = list ? [...list.querySelectorAll(".title")] : [];
  const line = at.closest ? at.closest(".line") : null;
  const here = titles.findIndex((title) => title === at || (line && line.contains(title)));
  const go = (to) => {
    const title = titles[Math.max(0, Math.min(titles.length - 1, to))];
    if (title) { title.focus(); title.scrollIntoView({ block: "nearest" }); }
  };
  const press = (verdict) => {
    const button = line && line.querySelector(`button[value="${verdict}"]`);
    if (button) button.click();
  };
  const keys = {
    j: () => go(here + 1),
    k: () => go(here < 0 ? 0 : here - 1),
    s: () => press("same"),
    d: () => press("different"),
    u: () => { if (location.pathname !== "/") location.assign("/"); },
    "/": () => { const search = document.getElementById("search"); if (search) { event.preventDefault(); search.focus(); } },
  };
  const kept = document.querySelectorAll("[data-saved] a");
  if (/^[1-9]$/.test(event.key) && kept[event.key - 1]) kept[event.key - 1].click();
  if (Object.hasOwn(keys, event.key)) keys[event.key]();
});
