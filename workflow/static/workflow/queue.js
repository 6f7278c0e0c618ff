// Moves through the queue with j and k, opens with Enter, searches with /. Without it every row is a plain link.
const rows = [...document.querySelectorAll("[data-row]")];
const links = rows.map((row) => row.querySelector("a"));
const help = document.querySelector("[data-keys]");
if (help) help.hidden = false;

const typing = (target) => target.matches("input, textarea, select, [contenteditable]");

function move(step) {
  const at = links.indexOf(document.activeElement);
  const next = at === -1 ? (step > 0 ? 0 : links.length - 1) : at + step;
  links[Math.max(0, Math.min(links.length - 1, next))]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "/") window.location.assign("/oficina/buscar/");
  else return;
  event.preventDefault();
});
