// A textarea of rich text becomes an editor; without this script its HTML stays editable as it is. No style is injected: the CSP forbids it.
const COMMANDS = {
  heading: (chain) => chain.toggleHeading({ level: 2 }),
  subheading: (chain) => chain.toggleHeading({ level: 3 }),
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  underline: (chain) => chain.toggleUnderline(),
  bullets: (chain) => chain.toggleBulletList(),
  numbers: (chain) => chain.toggleOrderedList(),
  table: (chain) => chain.insertTable({ rows: 3, cols: 2, withHeaderRow: true }),
  row: (chain) => chain.addRowAfter(),
  column: (chain) => chain.addColumnAfter(),
  page: (chain) => chain.insertContent({ type: "horizontalRule", attrs: { class: "page" } }),
  untable: (chain) => chain.deleteTable(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};
const ACTIVE = { heading: ["heading", { level: 2 }], subheading: ["heading", { level: 3 }], bold: ["bold"], italic: ["italic"], underline: ["underline"], bullets: ["bulletList"], numbers: ["orderedList"] };

// A line across the page, or, with its class, the end of the page.
const rule = (m) => m.HorizontalRule.extend({ addAttributes: () => ({ class: { default: null, parseHTML: (element) => element.getAttribute("class") } }) });

function extensions(m) {
  const plain = [m.Document, m.Paragraph, m.Text, m.HardBreak, m.Bold, m.Italic, m.Underline, m.Strike, m.History, m.Blockquote, m.BulletList, m.OrderedList, m.ListItem, rule(m)];
  const headings = m.Heading.configure({ levels: [1, 2, 3] });
  return [...plain, headings, m.Link, m.Table.configure({ resizable: false }), m.TableRow, m.TableHeader, m.TableCell, m.Dropcursor.configure({ class: "drop-cursor" }), m.Gapcursor];
}

function show(box, editor) {
  for (const button of box.querySelectorAll("[data-command]")) {
    const active = ACTIVE[button.dataset.command];
    if (active) button.setAttribute("aria-pressed", String(editor.isActive(...active)));
    if (button.dataset.within) button.hidden = !editor.isActive(button.dataset.within);
  }
}

function wire(box, editor) {
  box.querySelector(".richtext-tools").hidden = false;
  box.addEventListener("click", (event) => {
    const command = event.target.closest("[data-command]")?.dataset.command;
    if (command) COMMANDS[command](editor.chain().focus()).run();
  });
  const picker = box.querySelector("[data-fields]");
  picker?.addEventListener("change", () => {
    if (picker.value) editor.chain().focus().insertContent(picker.value).run();
    picker.value = "";
  });
  editor.on("transaction", () => show(box, editor));
}

async function enhance(box) {
  // Marked before the editor is loaded: htmx announces the first page too, and one box takes one editor.
  box.dataset.ready = "soon";
  const textarea = box.querySelector("textarea");
  const module = await import(box.dataset.editor);
  const paper = Object.assign(document.createElement("div"), { className: "richtext-paper prose" });
  textarea.before(paper);
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  if (label) label.id ||= `${textarea.id}-label`;
  const attributes = { role: "textbox", "aria-multiline": "true", ...(label ? { "aria-labelledby": label.id } : { "aria-label": textarea.name }) };
  const editor = new module.Editor({
    element: paper, injectCSS: false, extensions: extensions(module), content: textarea.value, editorProps: { attributes },
    onUpdate() {
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  textarea.addEventListener("ui:filled", () => editor.commands.setContent(textarea.value, false));
  textarea.hidden = true;
  label?.addEventListener("click", () => editor.commands.focus());
  wire(box, editor);
  box.dataset.ready = "yes";
}

const enhanceAll = (root) => root.querySelectorAll(".richtext[data-editor]:not([data-ready])").forEach((box) => enhance(box).catch(() => {}));
enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
