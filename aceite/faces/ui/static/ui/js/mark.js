import { forget, keep, kept } from "./mark-kept.js";

// A pad to draw a signature on, as a picture in a hidden field; typing the name is always possible instead.
// Points count from the middle of the pad, so that what was drawn keeps its form when the phone is turned.
class Pad {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.output = root.querySelector("[name$=_png]");
    this.typed = root.querySelector("[data-mark-typed] input");
    this.drawn = root.querySelector("input[value=drawn]");
    this.strokes = [];
    this.widest = 0;
    this.takeUp();
    this.kept = this.output.value ? Object.assign(new Image(), { src: this.output.value, onload: () => this.draw() }) : null;
    root.addEventListener("input", () => this.remember());
    if (!draws()) {
      root.querySelector("[data-mark-blocked]").hidden = false;
      return;
    }
    root.querySelector("[data-mark-choice]").hidden = false;
    // A refused page comes back on what she had chosen, also where she had made nothing of it yet.
    const chosen = this.chosen || root.dataset.mark;
    this.drawn.checked = chosen ? chosen === "drawn" : !this.typed.value || Boolean(this.output.value);
    root.addEventListener("change", () => this.choose());
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) this.canvas.addEventListener(name, () => this.finish());
    root.querySelector("[data-mark-undo]").addEventListener("click", () => this.change(() => this.strokes.pop()));
    root.querySelector("[data-mark-clear]").addEventListener("click", () => this.change(() => { this.strokes = []; }));
    new ResizeObserver(() => this.turn()).observe(this.canvas);
    this.choose();
  }

  // What she had made before the page was left; what the page itself brings goes first.
  takeUp() {
    const before = kept(this.root) ?? {};
    const brought = this.output.value || this.typed.value;
    if (brought && (before.png ?? "") !== this.output.value) return;
    this.typed.value ||= before.text ?? "";
    if (!draws()) return;
    this.strokes = before.strokes ?? [];
    this.widest = before.widest ?? 0;
    this.output.value = before.png ?? "";
    this.chosen = before.kind;
  }

  remember() {
    const kind = this.drawn.checked ? "drawn" : "typed";
    if (!this.output.value && !this.typed.value) forget(this.root);
    else keep(this.root, { kind, text: this.typed.value, png: this.output.value, strokes: this.strokes, widest: this.widest });
  }

  choose() {
    this.root.querySelector("[data-mark-drawn]").hidden = !this.drawn.checked;
    this.root.querySelector("[data-mark-typed]").hidden = this.drawn.checked;
  }

  get shrunk() {
    return this.widest > this.canvas.clientWidth ? this.canvas.clientWidth / this.widest : 1;
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2].map((at) => at / this.shrunk);
  }

  begin(event) {
    if (this.current || event.button > 0) return;
    event.preventDefault();
    try { this.canvas.setPointerCapture(event.pointerId); } catch { /* The finger is gone already. */ }
    this.widest = Math.max(this.widest, this.canvas.clientWidth);
    this.finger = event.pointerId;
    this.current = [this.point(event)];
    this.kept = null;
    this.strokes.push(this.current);
    this.draw();
  }

  go(event) {
    if (!this.current || event.pointerId !== this.finger) return;
    const parts = event.getCoalescedEvents?.() ?? [];
    for (const part of parts.length ? parts : [event]) this.current.push(this.point(part));
    this.draw();
  }

  finish() {
    if (!this.current) return;
    this.current = null;
    this.save();
  }

  // A stroke under way ends where the phone was turned: going on would join two places that have nothing in common.
  turn() {
    const under = this.current;
    this.current = null;
    this.draw();
    if (under) this.save();
  }

  change(how) {
    how();
    if (!this.strokes.length) this.widest = 0;
    this.kept = null;
    this.draw();
    this.save();
  }

  save() {
    this.output.value = this.strokes.length ? this.canvas.toDataURL("image/png") : "";
    this.remember();
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width) return;
    const scale = Math.min(Math.max(devicePixelRatio, 2), 3);
    this.canvas.width = width * scale;
    this.canvas.height = height * scale;
    const pen = this.canvas.getContext("2d");
    pen.scale(scale, scale);
    if (!this.strokes.length && this.kept?.complete) whole(pen, this.kept, width, height);
    pen.translate(width / 2, height / 2);
    pen.scale(this.shrunk, this.shrunk);
    Object.assign(pen, { lineWidth: 2.2 / this.shrunk, lineCap: "round", lineJoin: "round", strokeStyle: "#14213d" });
    for (const stroke of this.strokes) line(pen, stroke);
  }
}

// The picture in its own proportions, as large as fits.
function whole(pen, picture, width, height) {
  const size = Math.min(width / picture.width, height / picture.height);
  const [wide, high] = [picture.width * size, picture.height * size];
  pen.drawImage(picture, (width - wide) / 2, (height - high) / 2, wide, high);
}

// Through the middles of the points, so that the line is smooth.
function line(pen, points) {
  pen.beginPath();
  pen.moveTo(...points[0]);
  for (let at = 1; at < points.length - 1; at += 1) {
    const [x, y] = points[at];
    const [nextX, nextY] = points[at + 1];
    pen.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  const [x, y] = points.at(-1);
  pen.lineTo(x, y + (points.length === 1 ? 0.1 : 0));
  pen.stroke();
}

// Some browsers have no canvas, and some give back noise instead of what was drawn: a mark of noise proves nothing.
function draws() {
  try {
    const canvas = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.fillStyle = "rgb(20, 33, 61)";
    pen.fillRect(0, 0, 8, 8);
    const near = pen.getImageData(0, 0, 8, 8).data.every((value, at) => Math.abs(value - [20, 33, 61, 255][at % 4]) < 8);
    return near && canvas.toDataURL("image/png").startsWith("data:image/png");
  } catch {
    return false;
  }
}

for (const root of document.querySelectorAll("[data-mark]")) new Pad(root);
