// A pad to draw a signature on, as a picture in a hidden field; typing the name is always possible instead.
class Pad {
  constructor(root) {
    this.root = root;
    this.canvas = root.querySelector("canvas");
    this.output = root.querySelector("[name$=_png]");
    this.strokes = [];
    this.kept = this.output.value ? Object.assign(new Image(), { src: this.output.value, onload: () => this.draw() }) : null;
    root.querySelector("[data-mark-choice]").hidden = false;
    this.drawn = root.querySelector("input[value=drawn]");
    if (!root.querySelector("[data-mark-typed] input").value) this.drawn.checked = true;
    root.addEventListener("change", () => this.choose());
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const name of ["pointerup", "pointercancel"]) this.canvas.addEventListener(name, () => this.finish());
    root.querySelector("[data-mark-undo]").addEventListener("click", () => this.change(() => this.strokes.pop()));
    root.querySelector("[data-mark-clear]").addEventListener("click", () => this.change(() => { this.strokes = []; }));
    new ResizeObserver(() => this.draw()).observe(this.canvas);
    this.choose();
  }

  choose() {
    this.root.querySelector("[data-mark-drawn]").hidden = !this.drawn.checked;
    this.root.querySelector("[data-mark-typed]").hidden = this.drawn.checked;
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  begin(event) {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.current = [this.point(event)];
    this.kept = null;
    this.strokes.push(this.current);
    this.draw();
  }

  go(event) {
    if (!this.current) return;
    for (const part of event.getCoalescedEvents?.() ?? [event]) this.current.push(this.point(part));
    this.draw();
  }

  finish() {
    if (!this.current) return;
    this.current = null;
    this.save();
  }

  change(how) {
    how();
    this.kept = null;
    this.draw();
    this.save();
  }

  save() {
    this.output.value = this.strokes.length ? this.canvas.toDataURL("image/png") : "";
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width) return;
    const scale = Math.min(Math.max(devicePixelRatio, 2), 3);
    this.canvas.width = width * scale;
    this.canvas.height = height * scale;
    const pen = this.canvas.getContext("2d");
    pen.scale(scale, scale);
    if (this.kept?.complete) pen.drawImage(this.kept, 0, 0, width, height);
    Object.assign(pen, { lineWidth: 2.2, lineCap: "round", lineJoin: "round", strokeStyle: "#14213d" });
    for (const stroke of this.strokes) line(pen, stroke);
  }
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

for (const root of document.querySelectorAll("[data-mark]")) new Pad(root);
