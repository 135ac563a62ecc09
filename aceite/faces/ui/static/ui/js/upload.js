// A list of files over a plain file input: add, order, turn, remove, and see how far the sending is.
class Files {
  constructor(root) {
    this.root = root;
    this.name = root.dataset.files;
    this.input = root.querySelector("input[type=file]");
    this.list = root.querySelector("[data-files-list]");
    this.entries = [];
    root.querySelector("[data-files-words]").hidden = false;
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    this.list.addEventListener("click", (event) => this.act(event.target.closest("[data-file-do]")));
    this.input.form?.addEventListener("submit", (event) => this.send(event));
    // Another module sends what was chosen: the list is free for the next files.
    this.input.form?.addEventListener("ui:taken", () => { this.entries = []; this.show(); });
    this.acceptDrops(root.querySelector("[data-files-drop]"));
  }

  acceptDrops(zone) {
    zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("is-over"); });
    zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("is-over");
      this.add([...event.dataTransfer.files]);
    });
  }

  add(files) {
    const known = new Set(this.entries.map((entry) => entry.file));
    for (const file of files) if (!known.has(file)) this.entries.push({ file, turn: 0, url: picture(file) });
    this.show();
  }

  act(button) {
    if (!button) return;
    const at = [...this.list.children].indexOf(button.closest("li"));
    const what = button.dataset.fileDo;
    const entry = this.entries[at];
    if (what === "turn") entry.turn = (entry.turn + 90) % 360;
    if (what === "remove") this.entries.splice(at, 1);
    if (what === "up" || what === "down") {
      this.entries.splice(at, 1);
      this.entries.splice(at + (what === "up" ? -1 : 1), 0, entry);
    }
    this.show();
    const now = this.entries.indexOf(entry);
    this.root.querySelector("[data-files-status]").textContent = `${button.dataset.words}: ${entry.file.name}`;
    const again = this.list.children[now]?.querySelector(`[data-file-do=${what}]:enabled`);
    (again ?? this.list.children[Math.max(now, 0)]?.querySelector("button:enabled") ?? this.input).focus();
  }

  show() {
    const carried = new DataTransfer();
    for (const { file } of this.entries) carried.items.add(file);
    this.input.files = carried.files;
    // The input's own files are new objects now; remember those.
    this.entries.forEach((entry, at) => { entry.file = this.input.files[at]; });
    this.list.hidden = !this.entries.length;
    this.list.replaceChildren(...this.entries.map((entry, at) => this.row(entry, at)));
  }

  row(entry, at) {
    const row = this.root.querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-file-name]").textContent = entry.file.name;
    row.querySelector("[data-file-size]").textContent = size(entry.file.size);
    if (entry.url) {
      const image = Object.assign(new Image(), { src: entry.url, alt: "", className: `turn-${entry.turn}` });
      row.querySelector(".files-picture").replaceChildren(image);
    }
    for (const button of row.querySelectorAll("button")) button.ariaLabel = `${button.dataset.words}: ${entry.file.name}`;
    row.querySelector("[data-file-do=up]").disabled = at === 0;
    row.querySelector("[data-file-do=down]").disabled = at === this.entries.length - 1;
    row.querySelector("[data-file-do=turn]").hidden = !entry.url;
    row.append(Object.assign(document.createElement("input"), { type: "hidden", name: `${this.name}_rotation`, value: entry.turn }));
    return row;
  }

  send(event) {
    const form = event.target;
    if (!this.entries.length || event.defaultPrevented) return;
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    const progress = this.root.querySelector("[data-files-progress]");
    const [bar, words] = [progress.querySelector("progress"), progress.querySelector("p")];
    const request = new XMLHttpRequest();
    progress.hidden = false;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.value = (loaded / total) * 100;
      words.textContent = loaded < total ? `${this.root.dataset.sending} ${size(loaded)} / ${size(total)}` : this.root.dataset.checking;
    });
    const fail = () => {
      words.textContent = this.root.dataset.failed;
      form.dispatchEvent(new CustomEvent("ui:done", { bubbles: true }));
    };
    request.addEventListener("load", () => arrive(request, this.entries, form) || fail());
    request.addEventListener("error", fail);
    request.open("POST", form.action);
    request.send(data);
  }
}

// Errors are shown in place, so that the chosen files stay; otherwise the browser goes where the server sent it. The answer read
// here has used up the messages, so they are carried over for toast.js.
function arrive(request, entries, form) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (main?.querySelector(".has-error, .error-summary")) {
    document.querySelector("main").replaceWith(main);
    for (const root of main.querySelectorAll("[data-files]")) new Files(root).add(entries.map((entry) => entry.file));
    main.querySelector("[data-focus]")?.focus();
    return true;
  }
  if (request.status >= 400) return false;
  const toasts = [...page.querySelectorAll("[data-toast]")].map((toast) => ({
    level: toast.className.replace("toast", "").trim(),
    text: toast.querySelector("p").textContent,
  }));
  form.dispatchEvent(new CustomEvent("ui:arrived", { bubbles: true }));
  sessionStorage.setItem("toasts", JSON.stringify(toasts));
  location.assign(request.responseURL);
  return true;
}

function picture(file) {
  return /^image\/(jpeg|png|webp)$/.test(file.type) ? URL.createObjectURL(file) : "";
}

function size(bytes) {
  const inMega = bytes / 1e6;
  return inMega >= 0.1 ? `${inMega.toLocaleString("pt-BR", { maximumFractionDigits: 1 })} MB` : `${Math.ceil(bytes / 1000)} kB`;
}

for (const root of document.querySelectorAll("[data-files]")) new Files(root);
