// The files she chose go in chunks, a bar each; a closed window, a lost network or a new day loses nothing. What this browser
// cannot do, the plain form does.
import { able, Sending } from "./chunks.js";

const size = (bytes) => (bytes >= 1e5 ? `${(bytes / 1e6).toLocaleString("pt-BR", { maximumFractionDigits: 1 })} MB` : `${Math.ceil(bytes / 1000)} kB`);

class Shown {
  constructor(root) {
    this.root = root;
    this.words = root.dataset;
    this.rows = new Map();
    this.list = root.querySelector("ol");
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    this.sending = new Sending({ url: root.dataset.sending, token, owner: root.dataset.owner });
    this.sending.addEventListener("change", () => this.show());
    for (const form of document.querySelectorAll("form[data-sends]")) this.takeOver(form);
    root.querySelector("[data-go-on]").addEventListener("click", () => this.goOn());
    this.sending.resume();
  }

  takeOver(form) {
    form.addEventListener("submit", (event) => {
      const input = form.querySelector("input[type=file]");
      if (!input.files.length) return;
      event.preventDefault();
      const turns = [...form.querySelectorAll("input[name=pages_rotation]")].map((turn) => Number(turn.value));
      const files = [...input.files];
      files.forEach((file, at) => this.sending.add(file, { name: file.name, rotation: turns[at] ?? 0 }));
      form.dispatchEvent(new CustomEvent("ui:taken"));
      form.dispatchEvent(new CustomEvent("ui:done", { bubbles: true }));
      this.root.scrollIntoView({ block: "nearest" });
      this.root.focus();
    }, { capture: true });
  }

  show() {
    const { entries, ended, busy } = this.sending;
    this.root.hidden = !entries.length;
    this.began ||= busy;
    for (const [entry, row] of this.rows) if (!entries.includes(entry)) { row.remove(); this.rows.delete(entry); }
    for (const entry of entries) this.draw(entry, this.rows.get(entry) ?? this.row(entry));
    const here = entries.filter(({ state }) => state === "here").length;
    const stuck = entries.some(({ state }) => ["failed", "refused", "unreadable", "missing"].includes(state));
    this.root.querySelector("[data-ended]").hidden = !ended;
    this.root.querySelector("[data-go-on]").hidden = busy || !here || !stuck;
    const said = ended ? "" : `${this.words.count.replace("%(here)s", here).replace("%(all)s", entries.length)}`;
    const status = this.root.querySelector("[role=status]");
    if (status.textContent !== said) status.textContent = said;
    if (this.began && entries.length && here === entries.length) this.goOn();
  }

  row(entry) {
    const row = this.root.querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = entry.name;
    row.querySelector("progress").ariaLabel = entry.name;
    for (const button of row.querySelectorAll("button")) button.ariaLabel = `${button.textContent.trim()}: ${entry.name}`;
    row.querySelector("[data-again]").addEventListener("click", () => this.sending.again(entry));
    row.querySelector("[data-give-up]").addEventListener("click", () => this.sending.giveUp(entry));
    this.rows.set(entry, row);
    this.list.append(row);
    return row;
  }

  draw(entry, row) {
    const { state, offset, size: all, words } = entry;
    row.dataset.state = state;
    row.querySelector("progress").value = all ? (offset / all) * 100 : 0;
    row.querySelector("[data-said]").textContent = words || this.words[state] || "";
    row.querySelector("[data-far]").textContent = state === "here" ? size(all) : `${size(offset)} / ${size(all)}`;
    row.querySelector("[data-again]").hidden = !["failed", "refused"].includes(state) || !entry.blob;
    row.querySelector("[data-give-up]").hidden = state === "here";
  }

  goOn() {
    if (this.leaving) return;
    this.leaving = true;
    location.assign(this.words.next);
  }
}

const root = document.querySelector("[data-sending]");
if (root && able()) {
  new Shown(root);
  for (const way of document.querySelectorAll("[data-guided]")) way.hidden = !globalThis.OffscreenCanvas;
}
