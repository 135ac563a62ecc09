// Saves the draft when the typing rests, and tells how that went; tries again for as long as it takes.
import * as kept from "./kept.js";

const RESTS = 1500;
const WAITS = [5, 10, 20, 40, 60];
const KEEPS = 250;
let form, timer, keeping, leaving, busy = false, dirty = false, failures = 0, offered = "";

const byId = (id) => document.getElementById(id);
const words = () => byId("saved").dataset;

function say(text, { tone = "", act = "" } = {}) {
  const saved = byId("saved");
  if (saved.textContent !== text) saved.textContent = text;
  saved.dataset.tone = tone;
  offered = act;
  for (const element of document.querySelectorAll("[data-after]")) element.hidden = element.dataset.after !== act;
}

export function touched() {
  dirty = true;
  form.dataset.dirty = "yes";
  form.dataset.kept = "yes";
  clearTimeout(keeping);
  keeping = setTimeout(() => { if (form.dataset.dirty) form.dataset.kept = kept.keep(form) ? "yes" : ""; }, KEEPS);
  if (busy) return;
  // What is offered beside the words stays: leaving a field to click it is typing too.
  if (!failures && !offered) say(words().dirty);
  clearTimeout(timer);
  if (!failures) timer = setTimeout(now, RESTS);
}

function clean(answer) {
  form.elements.revision.value = answer.revision;
  form.elements.began.value = answer.began;
  failures = 0;
  say(answer.words, { tone: "good" });
  if (dirty) return touched();
  form.dataset.dirty = "";
  kept.forget(form);
}

function later(text, act) {
  const seconds = WAITS[Math.min(failures, WAITS.length - 1)];
  failures += 1;
  say(text.replace("{n}", seconds), { tone: "bad", act });
  clearTimeout(timer);
  timer = setTimeout(now, seconds * 1000);
}

// After entering again the page's token is an old one; the session that stands now gives a new one.
async function renewed() {
  const answer = await fetch(form.action, { redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("#proposal-form [name=csrfmiddlewaretoken]")?.value;
  if (token) form.elements.csrfmiddlewaretoken.value = token;
  return Boolean(token);
}

const send = (body) => fetch(form.action, { method: "POST", body, redirect: "manual", headers: { "X-Requested-With": "fetch" } });

async function post(again = true) {
  // Not as parts with heads of their own: of a long form those take longer to read than all the rest.
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "autosave");
  const answer = await send(body);
  if ((answer.status === 403 || answer.type === "opaqueredirect") && again && (await renewed())) return post(false);
  return answer;
}

async function judge(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 403) return later(words().session, "session");
  if (!answer.ok) return later(words().failing);
  const told = await answer.json();
  if (told.state === "saved") return clean(told);
  failures = 0;
  say(told.words, { tone: "bad", act: told.state });
}

// With the answer's revision: the form does not contradict what this very page has just saved.
function leave() {
  const { button } = leaving;
  leaving = undefined;
  // It counts as sent since the click: a second one is swallowed until it is free again.
  form.dispatchEvent(new CustomEvent("ui:done", { bubbles: true }));
  form.requestSubmit(button?.isConnected ? button : null);
}

function submitted(event) {
  if (busy) {
    event.preventDefault();
    leaving = { button: event.submitter };
    return;
  }
  clearTimeout(timer);
  clearTimeout(keeping);
  // Until the answer comes nobody knows whether it arrived.
  if (form.dataset.dirty) kept.keep(form);
  form.dataset.dirty = "";
}

export async function now() {
  if (busy || !form.dataset.dirty) return;
  clearTimeout(timer);
  // Saving would decide what two people contradict each other in.
  if (byId("conflicts")) return say(words().choose, { tone: "bad" });
  [busy, dirty] = [true, false];
  if (!offered) say(words().saving);
  try {
    await judge(await post());
  } catch {
    later(words().failing);
  }
  busy = false;
  if (leaving) return leave();
  if (dirty && !failures) touched();
}

// What an earlier page of this proposal kept: put back by the server, as it was typed, and saved like any other typing.
async function recover(found) {
  const body = new URLSearchParams(found.fields);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("do", "restore");
  const answer = await send(body);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.getElementById("proposal-form").dataset.dirty) return kept.forget(form);
  form.querySelector(":scope > .stack").replaceWith(page.querySelector("#proposal-form > .stack"));
  for (const name of ["revision", "began"]) form.elements[name].value = page.querySelector(`#proposal-form [name=${name}]`).value;
  globalThis.htmx?.process(form);
  form.dispatchEvent(new CustomEvent("editor:replaced"));
  byId("recovered").hidden = false;
  byId("recovered-at").textContent = new Date(found.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  touched();
}

// From where it began is nothing that was typed. Only by what was can a copy tell whether its post ever arrived: others
// may have saved since, and what they changed is put together with it.
const typed = (fields) => JSON.stringify(fields.filter(([name]) => name !== "revision" && name !== "began"));
const same = (fields) => typed(fields) === typed(kept.typedIn(form));

async function recall() {
  const found = kept.found(form);
  if (!found || form.dataset.dirty) return;
  if (same(found.fields)) return kept.forget(form);
  await recover(found);
}

export async function start(given) {
  form = given;
  form.addEventListener("submit", submitted);
  byId("recovered-away").addEventListener("click", () => { form.dataset.dirty = ""; kept.forget(form); location.assign(form.action); });
  addEventListener("online", () => { failures = 0; now(); });
  addEventListener("beforeunload", (event) => { if (form.dataset.dirty && !form.dataset.kept) event.preventDefault(); });
  addEventListener("pagehide", () => { if (form.dataset.dirty) kept.keep(form); });
  if (form.dataset.dirty) return touched();
  await recall();
}
