// Choosing rows of a list for one act: a tick for each, one for the page, a stretch with Shift, "x" on the row in focus.
// Without this script every row still has its tick, and the bar with the acts stands below the list.
const bar = document.querySelector("[data-bulk]");
const said = bar?.querySelector("[data-bulk-said]");
const whole = document.querySelector("[data-pick-all]");
const ticks = [...document.querySelectorAll("input[name='venda'][form='lote']")];
const every = bar?.querySelector("input[name='todas']");
let last = null;

function tell() {
  const chosen = ticks.filter((tick) => tick.checked).length;
  const all = every?.checked;
  bar.classList.toggle("is-idle", !chosen && !all);
  said.textContent = all ? said.dataset.all : chosen === 1 ? said.dataset.one : said.dataset.many.replace("#", chosen);
  for (const button of bar.querySelectorAll("button")) button.disabled = !chosen && !all;
  whole.checked = chosen > 0 && chosen === ticks.length;
  whole.indeterminate = chosen > 0 && chosen < ticks.length;
}

if (bar && whole) {
  whole.hidden = false;
  whole.addEventListener("change", () => {
    for (const tick of ticks) tick.checked = whole.checked;
    tell();
  });
  for (const tick of ticks) {
    tick.addEventListener("click", (event) => {
      if (event.shiftKey && last && last !== tick) {
        const [from, to] = [ticks.indexOf(last), ticks.indexOf(tick)].sort((a, b) => a - b);
        for (const between of ticks.slice(from, to + 1)) between.checked = tick.checked;
      }
      last = tick;
      tell();
    });
  }
  every?.addEventListener("change", tell);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("shortcuts") === "off") return;
    const tick = event.target.closest?.("tr")?.querySelector("input[name='venda']");
    if (!tick || event.target.matches("input:not([type=checkbox])")) return;
    event.preventDefault();
    tick.click();
  });
  window.addEventListener("pageshow", tell);
  tell();
}

// Columns stand in the address as one word each, and not at all while they are the usual ones.
document.addEventListener("formdata", (event) => {
  const columns = event.target.querySelector("[data-usual]");
  if (!columns) return;
  const chosen = event.formData.getAll("colunas").join(",");
  event.formData.delete("colunas");
  if (chosen && chosen !== columns.dataset.usual) event.formData.set("colunas", chosen);
});
