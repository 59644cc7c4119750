"use strict";
for (const box of document.querySelectorAll(".finder")) {
  const form = box.querySelector("form");
  const search = form.querySelector("input");
  const selects = [...form.querySelectorAll("select")];
  const status = box.querySelector("[role=status]");
  const more = box.querySelector(".more");
  const rows = [...box.querySelectorAll("tbody tr")];
  const step = Number(box.dataset.step);
  let texts = null, most = step, waiting = 0;
  const tags = rows.map((row) => new Set(row.dataset.in.split(" ")));
  const show = () => {
    const asked = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = selects.map((select) => select.value).filter(Boolean);
    if (asked.length && !texts) texts = rows.map((row) => row.textContent.toLowerCase());
    let found = 0;
    rows.forEach((row, n) => {
      const fits = chosen.every((tag) => tags[n].has(tag)) && asked.every((word) => texts[n].includes(word));
      found += fits;
      const gone = !fits || found > most;
      if (row.hidden !== gone) row.hidden = gone;
    });
    const shown = Math.min(found, most);
    status.textContent = `${shown.toLocaleString("en")} of ${found.toLocaleString("en")} found are shown`;
    more.hidden = found <= most;
  };
  const again = () => { most = step; show(); };
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(again, 120); });
  for (const select of selects) select.addEventListener("change", again);
  form.addEventListener("submit", (event) => { event.preventDefault(); again(); });
  form.addEventListener("reset", () => setTimeout(again));
  more.addEventListener("click", () => {
    const next = rows.filter((row) => !row.hidden).length;
    most += step;
    show();
    rows.filter((row) => !row.hidden)[next]?.querySelector("a")?.focus();
  });
  form.hidden = false;
  show();
}
