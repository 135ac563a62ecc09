// Sends files one after the other in chunks, each with its SHA-256. A lost network pauses it, and it goes on by itself; what the
// server has already is never sent twice. Whoever shows it listens to "change".
import { Shelf } from "./shelf.js";

const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 30000;
const PATIENCE = 60000;
const LOOK_AGAIN = 2000;
const TRIES = 3;

export const able = () => Boolean(globalThis.isSecureContext && crypto.subtle && globalThis.indexedDB && AbortSignal.timeout);

export async function hashed(blob) {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Offline extends Error {}
class Ended extends Error {}
class Refused extends Error {
  constructor(status, told) {
    super(told.words ?? "");
    Object.assign(this, { status, offset: told.offset });
  }
}

export class Sending extends EventTarget {
  constructor({ url, token, owner }) {
    super();
    Object.assign(this, { url, token, entries: [], told: null, ended: false, running: false, gone: new Set() });
    this.shelf = new Shelf(url, owner);
    this.meet();
    // An open channel would keep the page out of the browser's memory.
    addEventListener("pagehide", () => { this.others?.close(); this.others = null; });
    addEventListener("pageshow", ({ persisted }) => { if (persisted) this.meet(); });
    addEventListener("online", () => this.wake?.());
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") this.resume(); });
  }

  // What this browser kept, then what only the server knows of; once more when this window is seen again, for another one may
  // have sent something meanwhile.
  async resume() {
    for (const { sha256, name, rotation, blob, rank, page, replaces } of await this.shelf.all()) {
      if (!this.gone.has(sha256) && !this.knows(sha256)) this.enter({ sha256, name, rotation, blob, rank, page, replaces });
    }
    await this.look();
    this.run();
  }

  // The other windows in which she has this contract's files before her.
  meet() {
    this.others = globalThis.BroadcastChannel && new BroadcastChannel(`aceite-envio ${this.shelf.place}`);
    this.others?.addEventListener("message", ({ data }) => this.learn(data));
  }

  knows(sha256) {
    return this.entries.some((entry) => entry.sha256 === sha256);
  }

  // Another window of hers chose a file, gave one up, or heard that one is here: both show the same.
  learn({ gone, chosen }) {
    this.gone.delete(chosen);
    if (!gone) { this.resume(); return; }
    this.gone.add(gone);
    this.entries = this.entries.filter(({ sha256 }) => sha256 !== gone);
    this.changed();
  }

  // `replaces` is the hash of the file that this one is chosen in place of.
  async add(blob, { name, rotation = 0, page = 0, replaces = "" }) {
    const entry = this.enter({ sha256: "", name, rotation, blob, page, replaces });
    try {
      entry.sha256 = await hashed(blob);
    } catch {
      this.change(entry, "unreadable");
      return entry;
    }
    // Given up while its hash was being found.
    if (!this.entries.includes(entry)) return entry;
    this.gone.delete(entry.sha256);
    const known = this.entries.find((one) => one !== entry && one.sha256 === entry.sha256);
    if (known) {
      this.entries.splice(this.entries.indexOf(entry), 1);
      Object.assign(known, { blob, rotation, page: page || known.page, replaces });
      if (known.state !== "here") this.change(known, "waiting");
    }
    await this.shelf.put(known ?? entry);
    this.others?.postMessage({ chosen: entry.sha256 });
    this.run();
    return known ?? entry;
  }

  // Files arrive in any order: their ranks say in which they were chosen, also on another day. One chosen in place of
  // another stands where that one stood.
  rankOf({ replaces }) {
    // After a reload the server alone tells of what is there already.
    const stood = replaces && [...this.entries, ...(this.told?.here ?? [])].find((file) => file.sha256 === replaces)?.rank;
    this.rank = Math.max(Date.now(), (this.rank ?? 0) + 1);
    return stood || this.rank;
  }

  enter(entry) {
    const whole = { offset: 0, state: "waiting", words: "", tries: 0, size: entry.blob?.size ?? 0, ...entry };
    whole.rank ??= this.rankOf(whole);
    this.entries.push(whole);
    this.changed();
    return whole;
  }

  again(entry) {
    entry.tries = 0;
    this.change(entry, entry.blob ? "waiting" : "missing");
    this.run();
  }

  async giveUp(entry) {
    this.entries = this.entries.filter((one) => one !== entry);
    this.changed();
    // Before it has its hash, neither the shelf nor the server knows of it.
    if (!entry.sha256) return;
    this.gone.add(entry.sha256);
    this.others?.postMessage({ gone: entry.sha256 });
    await this.shelf.drop(entry.sha256);
    if (entry.state !== "here") await this.ask(`${entry.sha256}/`, { body: new URLSearchParams() }).catch(() => null);
  }

  get busy() {
    return this.entries.some(({ state }) => ["waiting", "sending", "paused", "opening"].includes(state));
  }

  change(entry, state, words = "") {
    Object.assign(entry, { state, words });
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  // Only one window sends at a time, also what another one chose; that one waits its turn and finds the files there.
  async run() {
    if (this.running || this.ended) return;
    this.running = true;
    const work = () => this.work();
    await (navigator.locks ? navigator.locks.request(`aceite-envio ${this.url}`, work) : work());
    this.running = false;
    // Chosen in the very moment in which the last one ended.
    if (!this.ended && this.entries.some((entry) => entry.state === "waiting" && entry.sha256)) this.run();
  }

  async work() {
    this.pause = FIRST_PAUSE;
    for (let entry = this.next(); entry && !this.ended; entry = this.next()) {
      try {
        if (entry.state === "opening") await this.wait(LOOK_AGAIN, () => this.look());
        else await this.send(entry);
      } catch (error) {
        if (error instanceof Offline) {
          if (entry.state !== "opening") this.change(entry, "paused");
          const pause = this.pause;
          this.pause = Math.min(pause * 2, LONGEST_PAUSE);
          await this.wait(pause);
        } else if (error instanceof Ended) {
          this.ended = true;
          this.changed();
        } else this.fail(entry, error);
      }
    }
  }

  next() {
    const of = (...states) => this.entries.find((entry) => entry.sha256 && states.includes(entry.state));
    return of("sending", "paused") ?? of("waiting") ?? of("opening");
  }

  wait(milliseconds, then = () => null) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => { clearTimeout(timer); resolve(); };
    }).then(then);
  }

  async send(entry) {
    const { name, size, sha256, rotation, rank } = entry;
    this.heard(entry, await this.ask("", { body: new URLSearchParams({ name, size, sha256, rotation, rank }) }));
    while (entry.state === "sending" && this.entries.includes(entry)) {
      const bytes = await entry.blob.slice(entry.offset, entry.offset + entry.chunk).arrayBuffer();
      const headers = { "Content-Type": "application/octet-stream", "X-Chunk-SHA256": await hashed(new Blob([bytes])) };
      this.heard(entry, await this.ask(`${sha256}/${entry.offset}/`, { body: bytes, headers }));
    }
  }

  heard(entry, { state, offset, chunk, words }) {
    this.pause = FIRST_PAUSE;
    Object.assign(entry, { offset: offset ?? entry.size, chunk: chunk ?? entry.chunk });
    if (state === "here") {
      this.arrived(entry);
      this.look();
    }
    if (state === "opening") this.others?.postMessage({});
    this.change(entry, state === "arriving" ? "sending" : state, words);
  }

  arrived(entry) {
    if (entry.state !== "here") this.shelf.drop(entry.sha256).then(() => this.others?.postMessage({}));
    entry.offset = entry.size;
  }

  fail(entry, error) {
    // Somebody else's chunk came first, a chunk was damaged, or it was given up elsewhere: it is announced again.
    const mends = error instanceof Refused && (error.offset !== undefined || [404, 422].includes(error.status));
    entry.tries += 1;
    if (error.name === "NotReadableError" || error.name === "NotFoundError") this.change(entry, "unreadable");
    else if (mends && entry.tries < TRIES && entry.offset > 0) this.change(entry, "waiting");
    else this.change(entry, "failed", error instanceof Refused ? error.message : "");
  }

  // How all of it stands: what was opened, what was read on it, and what only the server has.
  async look() {
    const told = await this.ask("").catch((error) => {
      if (error instanceof Ended) this.ended = true;
      return null;
    });
    this.changed();
    if (!told) return;
    this.told = told;
    const here = new Set(told.here.map((file) => file.sha256));
    for (const entry of this.entries) {
      const coming = told.coming.find((file) => file.sha256 === entry.sha256);
      if (here.has(entry.sha256)) { this.arrived(entry); entry.state = "here"; }
      // Another window of hers has sent it.
      else if (entry.state === "waiting" && coming?.state === "opening") entry.state = "opening";
      else if (entry.state === "opening") Object.assign(entry, this.opened(coming, entry));
    }
    for (const file of told.coming) {
      // The server may have been asked before it heard of a file given up.
      if (this.gone.has(file.sha256) || this.knows(file.sha256)) continue;
      this.enter({ ...file, blob: null, state: file.state === "arriving" ? "missing" : file.state });
    }
    this.changed();
  }

  // The worker has looked at it: it wants it once more, or does not take it.
  opened(coming, entry) {
    if (coming?.state === "opening") return {};
    if (coming?.state === "refused") return { state: "refused", words: coming.words };
    return { state: entry.blob ? "waiting" : "missing", offset: coming?.offset ?? 0 };
  }

  async ask(path, options = null) {
    const method = options ? "POST" : "GET";
    const headers = { Accept: "application/json", "X-CSRFToken": this.token, ...options?.headers };
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(this.url + path, { method, credentials: "same-origin", redirect: "manual", signal, ...options, headers })
      .catch((error) => { throw new Offline(error.message); });
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new Ended();
    if (answer.status >= 500 || answer.status === 429) throw new Offline(answer.statusText);
    if (answer.status === 204) return {};
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refused(answer.status, told);
    return told;
  }
}
