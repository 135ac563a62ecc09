// A colour that is only tried shows itself on this page at once; nothing holds before it is saved.
const form = document.querySelector("[data-look]");
const colour = form.querySelector("[name=colour]");
const kept = colour.value;
let timer;

function shows() {
  const sheet = document.getElementById("tried-colour") ?? document.head.appendChild(Object.assign(document.createElement("link"), { id: "tried-colour", rel: "stylesheet" }));
  sheet.href = `${form.dataset.look}?${new URLSearchParams({ colour: colour.value })}`;
  form.querySelector(".look-said").hidden = colour.value === kept;
}

colour.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(shows, 80);
});
