// The board by keyboard and by dragging: either way only the acts that the card's own menu offers are open, and each
// opens its page or dialog, where the person decides. Without this script the menus do the same.
const board = document.querySelector("[data-board]");
const cardsOf = (column) => [...column.querySelectorAll("[data-card]")];
const columns = () => [...board.querySelectorAll(".board-column")];

function focusCard(card) {
  card?.querySelector(".board-open").focus();
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function walk(card, key) {
  const column = card.closest(".board-column");
  const place = cardsOf(column).indexOf(card);
  if (key === "ArrowDown" || key === "ArrowUp") return focusCard(cardsOf(column)[place + (key === "ArrowDown" ? 1 : -1)]);
  const all = columns();
  const step = key === "ArrowRight" ? 1 : -1;
  for (let at = all.indexOf(column) + step; all[at]; at += step) {
    const there = cardsOf(all[at]);
    if (there.length) return focusCard(there[Math.min(place, there.length - 1)]);
  }
}

const moveTo = (card, state) => [...card.querySelectorAll("a[data-to]")].find((link) => link.dataset.to === state);

function mark(card) {
  for (const column of columns()) {
    const open = card && moveTo(card, column.dataset.state) && card.closest(".board-column") !== column;
    column.classList.toggle("is-open", Boolean(open));
    column.classList.toggle("is-shut", Boolean(card) && !open);
  }
}

if (board) {
  let held = null;
  board.addEventListener("keydown", (event) => {
    const card = event.target.closest("[data-card]");
    if (event.target === board && event.key.startsWith("Arrow")) {
      event.preventDefault();
      return focusCard(board.querySelector("[data-card]"));
    }
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const menu = card.querySelector(".board-menu");
    if (menu?.open && menu.contains(event.target)) return;
    if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      walk(card, event.key);
    } else if (event.key.toLowerCase() === "m" && menu) {
      event.preventDefault();
      menu.open = true;
      menu.querySelector("a").focus();
    }
  });
  board.addEventListener("dragstart", (event) => {
    held = event.target.closest?.("[data-card]");
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.querySelector(".board-open").textContent);
    mark(held);
  });
  board.addEventListener("dragover", (event) => {
    if (held && event.target.closest(".board-column.is-open")) event.preventDefault();
  });
  board.addEventListener("drop", (event) => {
    const column = event.target.closest(".board-column.is-open");
    if (!held || !column) return;
    event.preventDefault();
    moveTo(held, column.dataset.state).click();
  });
  board.addEventListener("dragend", () => {
    held = null;
    mark(null);
  });
}

// Menus that drop down close by Escape, by a click elsewhere, and by what was chosen in them.
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.drop[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.drop[open]")) {
    if (!menu.contains(event.target) || event.target.closest(".drop-list a")) menu.open = false;
  }
});
