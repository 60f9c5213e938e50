"use strict";
// The place on the map: a click or a drag puts the pin there, arrow keys move it; the form takes its coordinates.
for (const map of document.querySelectorAll("svg[data-scale]")) {
  const form = document.getElementById("move");
  const pin = document.getElementById("pin");
  if (!form || !pin) continue;
  const [lat, lon, scale] = ["lat", "lon", "scale"].map((name) => Number(map.dataset[name]));
  const degree = 111.2, width = 480, height = 340;
  const across = degree * Math.cos((lat * Math.PI) / 180) * scale;
  const at = { x: Number(pin.getAttribute("cx")), y: Number(pin.getAttribute("cy")) };
  const put = (x, y) => {
    at.x = Math.max(0, Math.min(width, x));
    at.y = Math.max(0, Math.min(height, y));
    pin.setAttribute("cx", at.x.toFixed(1));
    pin.setAttribute("cy", at.y.toFixed(1));
    pin.classList.add("moved");
    const found = [lat - (at.y - height / 2) / (degree * scale), lon + (at.x - width / 2) / across];
    form.elements.at.value = found.map((one) => one.toFixed(5)).join(", ");
  };
  const pointer = (event) => {
    const box = map.getBoundingClientRect();
    put(((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * height) / box.height);
  };
  let dragging = false;
  map.addEventListener("pointerdown", (event) => {
    dragging = true;
    map.setPointerCapture(event.pointerId);
    pointer(event);
    event.preventDefault();
    pin.focus({ preventScroll: true });
  });
  map.addEventListener("pointermove", (event) => { if (dragging) pointer(event); });
  map.addEventListener("pointerup", () => { dragging = false; });
  map.addEventListener("pointercancel", () => { dragging = false; });
  pin.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 20 : 2;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (by) { event.preventDefault(); put(at.x + by[0], at.y + by[1]); }
    if (event.key === "Enter") { event.preventDefault(); form.elements.reason.focus(); }
  });
}
