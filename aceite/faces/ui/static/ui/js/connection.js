// Says when the network does not answer, before anything that is typed goes astray; and lets the worker stand by, which
// shows a page of its own where a page cannot come.
const bar = document.getElementById("connection");
const WAITS = 5000;
let checked = null;

// What a browser says of its network is a guess: a server on this very device answers without any.
const answers = () => fetch(bar.dataset.ask, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout?.(WAITS) }).then(() => true, () => false);

function show(words) {
  bar.querySelector("p").textContent = words;
  bar.hidden = !words;
}

async function tell(words) {
  const there = navigator.onLine || await answers();
  show(there ? "" : words);
  return there;
}

// Nothing is sent into the void: the page with all that was typed and chosen stays as it is.
addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "post" || form.matches("[data-sends]") || navigator.onLine || checked === form) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  tell(form.matches("[data-draft]") ? bar.dataset.keptHere : bar.dataset.notSent).then((there) => {
    if (!there) return;
    checked = form;
    form.requestSubmit(submitter);
    checked = null;
  });
}, { capture: true });

addEventListener("offline", () => tell(bar.dataset.gone));
addEventListener("online", () => show(""));
if (!navigator.onLine) tell(bar.dataset.gone);

// After the page is there: it needs none of this to be read.
function standBy() {
  navigator.serviceWorker.register(bar.dataset.worker, { updateViaCache: "all" }).catch(() => null);
}
if (navigator.serviceWorker) {
  const soon = () => (globalThis.requestIdleCallback ?? setTimeout)(standBy);
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}
