// Computes the SHA-256 of each file on this device, where the browser can (it needs HTTPS or localhost), and counts for
// how long the page stood open. Whoever is quicker than the file waits for it, a few seconds at most.
const fields = [...document.querySelectorAll("[data-hash-of]")];
const opened = performance.now();
const PATIENCE = 8000;
let settled = false;

async function hash(field) {
  const answer = await fetch(field.dataset.hashOf, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(answer.status);
  const digest = await crypto.subtle.digest("SHA-256", await answer.arrayBuffer());
  field.value = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function tell() {
  settled = true;
  const notice = document.querySelector("[data-hash-failed]");
  if (notice) notice.hidden = fields.every((field) => field.value);
}

const computed = Promise.allSettled(globalThis.crypto?.subtle ? fields.map(hash) : []).then(tell);
const patience = () => new Promise((done) => { setTimeout(done, PATIENCE); });

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const counted = form.querySelector("[data-seconds]");
  if (counted) counted.value = Math.min(Math.round((performance.now() - opened) / 1000), 99999);
  if (settled || !form.querySelector("[data-hash-of]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  Promise.race([computed, patience()]).then(() => {
    settled = true;
    form.dispatchEvent(new CustomEvent("ui:done", { bubbles: true }));
    form.requestSubmit(submitter);
  });
}, { capture: true });
