// The code of an item, found by any part of its name: the catalogue is asked while one types, and the browser offers it.
// Without this script the code is typed.
const list = document.querySelector("datalist[data-asks]");
const field = list && document.querySelector(`input[list="${list.id}"]`);
let asked = 0;

// Browsers narrow the list by the very letters typed: what was found without its accents carries them too.
function option(item, words) {
  const said = `${item.code} · ${item.name}`;
  const label = said.toLowerCase().includes(words.toLowerCase()) ? said : `${said} · ${words}`;
  return Object.assign(document.createElement("option"), { value: item.code, label });
}

field?.addEventListener("input", async () => {
  const mine = ++asked;
  const words = field.value.trim();
  if (!words) return list.replaceChildren();
  await new Promise((later) => setTimeout(later, 150));
  if (mine !== asked) return;
  const answer = await fetch(`${list.dataset.asks}?q=${encodeURIComponent(words)}`).catch(() => null);
  const items = answer?.ok ? (await answer.json()).items : [];
  // Who has typed on meanwhile waits for the answer to that.
  if (mine !== asked) return;
  list.replaceChildren(...items.map((item) => option(item, words)));
});
