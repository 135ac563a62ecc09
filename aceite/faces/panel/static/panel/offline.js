// On the page that says that the network does not answer: what she typed and what she was sending, both kept on this device;
// and another try as soon as the network is there again.
import { all, whose } from "../ui/js/draft-store.js";
import { shelved } from "./shelf.js";

const main = document.querySelector("[data-home]");
const { home, ask } = main.dataset;
const AGAIN = 15000;
const lang = document.documentElement.lang;
const owner = whose();
const hers = (url) => new URL(url, location.href).pathname.startsWith(home);
const size = (bytes) => (bytes >= 1e5 ? `${(bytes / 1e6).toLocaleString(lang, { maximumFractionDigits: 1 })} MB` : `${Math.ceil(bytes / 1000)} kB`);
const moment = (at) => new Date(at).toLocaleString(lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

function list(place, rows) {
  const section = main.querySelector(`[data-${place}]`);
  section.hidden = !rows.length;
  section.querySelector("ul").replaceChildren(...rows.map(([name, more]) => {
    const row = document.createElement("li");
    row.append(Object.assign(document.createElement("span"), { className: "anywhere", textContent: name }), " ");
    row.append(Object.assign(document.createElement("span"), { className: "muted small", textContent: more }));
    return row;
  }));
}

const theme = document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1];
if (theme) document.documentElement.dataset.theme = theme;

const drafts = Object.values(all()).filter((draft) => owner && draft.owner === owner && hers(draft.page));
list("drafts", drafts.sort((one, other) => other.at - one.at).map(({ title, at }) => [title, moment(at)]));
shelved().then((files) => {
  const waiting = files.filter(({ place }) => owner && place.startsWith(`${owner}|`) && hers(place.slice(owner.length + 1)));
  list("uploads", waiting.map(({ name, blob }) => [name, size(blob?.size ?? 0)]));
});

const again = () => location.reload();
addEventListener("online", again);
main.querySelector("[data-again]").addEventListener("click", (event) => { event.preventDefault(); again(); });
// A server that was away is no network lost: nobody tells when it is back.
setInterval(() => {
  if (document.visibilityState === "visible") fetch(ask, { method: "HEAD", cache: "no-store" }).then(({ ok }) => { if (ok) again(); }, () => null);
}, AGAIN);
