// Leads from page to page of a contract: each photo is looked at in a worker and goes on its way while the next is taken. Where
// everything stands comes from this browser's shelf and from the server, so a reload, a turn or a new day keeps the place.
import { able, Sending } from "./chunks.js";

const said = (words, values) => Object.entries(values).reduce((text, [name, value]) => text.replace(`%(${name})s`, value), words);
const LOOK_AGAIN = 3000;
const STUCK = ["failed", "refused", "unreadable", "missing"];

class Capture {
  constructor(root) {
    this.root = root;
    this.find = (name) => root.querySelector(`[data-${name}]`);
    this.pages = [...root.querySelectorAll("[data-page]")].map((row) => ({ row, number: Number(row.dataset.page) }));
    this.words = root.querySelector(".capture-pages").dataset;
    this.worker = new Worker(root.dataset.checks, { type: "module" });
    this.chosen = 0;
    this.leaving = 0;
    this.sending = new Sending({ url: root.dataset.capture, token: root.querySelector("[name=csrfmiddlewaretoken]").value, owner: root.dataset.owner });
    this.sending.addEventListener("change", () => { this.letGo(); this.show(); });
    this.find("take").addEventListener("change", (event) => this.taken(event.target));
    this.find("retake").addEventListener("click", () => { this.judged(null); this.find("take").click(); });
    this.find("use").addEventListener("click", () => this.use());
    for (const { row, number } of this.pages) row.querySelector("[data-again]").addEventListener("click", () => this.choose(number));
    root.hidden = false;
    this.sending.resume().then(() => this.readOn());
    this.show();
  }

  // While codes are still being read, the server is asked again.
  async readOn() {
    if (!this.sending.ended && this.sending.told && !this.sending.told.read) await this.sending.look();
    setTimeout(() => this.readOn(), LOOK_AGAIN);
  }

  // What is known of one page: the server's file on which its code was read, or that was taken for it, and the photo on its way.
  standing(number) {
    const here = this.sending.told?.here ?? [];
    const read = here.find((file) => file.right && file.pages.includes(number));
    const file = read ?? here.findLast((one) => this.meant(one) === number);
    const entry = this.sending.entries.findLast((one) => this.meant(one) === number && one.state !== "here");
    if (read) return { file, entry, done: true };
    if (entry) return { file, entry, done: !STUCK.includes(entry.state) };
    // Where its code says that it is another page, or of another paper, this one is still to be taken.
    return { file, done: Boolean(file) && (!file.read || (!file.stranger && !file.pages.length)) };
  }

  meant({ page, name }) {
    return page || Number(/^pagina-(\d+)\./.exec(name)?.[1] ?? 0);
  }

  get due() {
    return this.chosen || this.pages.find(({ number }) => !this.standing(number).done)?.number || 0;
  }

  choose(number) {
    this.chosen = number;
    this.judged(null);
    this.show();
    this.find("title").focus();
  }

  async taken(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    const page = this.due || this.pages.at(-1).number;
    this.tell(this.find("status").dataset.checking);
    const { found, blob } = await this.look(file);
    const type = blob ? "jpg" : file.name.split(".").pop().toLowerCase();
    this.photo = { page, blob: blob ?? file, name: `pagina-${page}.${type}` };
    if (found.length) this.judged(found);
    else this.use();
  }

  look(file) {
    return new Promise((resolve) => {
      this.worker.onmessage = ({ data }) => resolve(data);
      this.worker.onerror = () => resolve({ found: [], blob: null });
      this.worker.postMessage(file);
    });
  }

  judged(found) {
    const [box, photo] = [this.find("judged"), this.find("photo")];
    box.hidden = !found;
    this.root.querySelector(".capture-take").hidden = Boolean(found);
    if (photo.src) URL.revokeObjectURL(photo.src);
    if (!found) { photo.removeAttribute("src"); return; }
    photo.src = URL.createObjectURL(this.photo.blob);
    const words = this.find("words-of").dataset;
    this.find("warnings").replaceChildren(...found.map((name) => Object.assign(document.createElement("li"), { textContent: words[name] })));
    this.tell("");
    this.find("retake").focus();
  }

  async use() {
    const { page, blob, name } = this.photo;
    const { file, entry } = this.standing(page);
    this.judged(null);
    this.chosen = 0;
    const added = await this.sending.add(blob, { name, page, replaces: file?.sha256 });
    if (entry && entry !== added) await this.sending.giveUp(entry);
    this.tell(said(this.find("status").dataset.taken, { page }));
    this.find("title").focus();
  }

  // What a photo takes the place of goes only once that photo is here.
  async letGo() {
    for (const entry of this.sending.entries) {
      if (entry.state !== "here" || !entry.replaces) continue;
      const old = this.sending.told?.here.find(({ sha256 }) => sha256 === entry.replaces);
      entry.replaces = "";
      if (!old || old.sha256 === entry.sha256 || !this.nothingElse(old, entry.page)) continue;
      const body = new URLSearchParams({ csrfmiddlewaretoken: this.sending.token });
      // Whoever goes on before it is gone would find the page twice.
      this.leaving += 1;
      await fetch(old.drop, { method: "POST", body, credentials: "same-origin", redirect: "manual", keepalive: true }).catch(() => null);
      this.leaving -= 1;
      await this.sending.look();
    }
  }

  // Other pages that came in the same file stay: she sees both when she checks them.
  nothingElse({ sheets, right, pages }, page) {
    return sheets === 1 && (!right || pages.every((one) => one === page));
  }

  tell(text) {
    const status = this.find("status");
    if (status.textContent !== text) status.textContent = text;
  }

  show() {
    const [due, all] = [this.due, this.pages.length];
    for (const page of this.pages) this.draw(page, due);
    this.find("title").textContent = said(this.find("title").dataset.words, { page: due || all, all });
    const model = this.find("model");
    const { picture } = this.pages[(due || all) - 1].row.dataset;
    if (model.getAttribute("src") !== picture) model.src = picture;
    const missing = this.pages.filter(({ number }) => !this.standing(number).done).map(({ number }) => number);
    this.root.querySelector(".capture-now").hidden = !due;
    this.find("ended").hidden = !this.sending.ended;
    const check = this.find("check");
    check.hidden = this.sending.busy || this.leaving > 0 || !this.sending.told?.here.length;
    check.classList.toggle("primary", !missing.length);
    const words = this.find("status").dataset;
    if (!missing.length) this.tell(words.all);
    else if (!this.find("status").textContent || !check.hidden) this.tell(said(missing.length > 1 ? words.several : words.missing, { pages: missing.join(", ") }));
  }

  draw({ row, number }, due) {
    const { entry, file } = this.standing(number);
    const [words, bar] = [row.querySelector("[data-said]"), row.querySelector("progress")];
    if (number === due) row.setAttribute("aria-current", "step");
    else row.removeAttribute("aria-current");
    words.textContent = entry ? entry.words || this.words[entry.state] : file?.words ?? this.words.none;
    const good = Boolean(!entry && file?.right && (!file.pages.length || file.pages.includes(number)));
    words.classList.toggle("is-good", good);
    words.classList.toggle("is-bad", Boolean(entry ? STUCK.includes(entry.state) : file?.read && !good));
    bar.hidden = !entry || !["sending", "paused"].includes(entry.state);
    bar.value = entry?.size ? (entry.offset / entry.size) * 100 : 0;
    row.querySelector("[data-again]").hidden = !(entry || file) || number === due;
  }
}

const root = document.querySelector("[data-capture]");
if (root && able() && globalThis.OffscreenCanvas) new Capture(root);
else document.querySelector("[data-unable]").hidden = false;
