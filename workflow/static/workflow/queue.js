// Moves through the queue with j and k, opens with Enter, searches with /. Without it every row is a plain link.
const rows = [...document.querySelectorAll("[data-row]")];
// In a list to choose from, the box of each row: space marks it.
const links = rows.map((row) => row.querySelector("input[type=checkbox]") ?? row.querySelector("a"));
// Only for whoever has the search in their bar.
const search = document.querySelector('.amparo-bar a[href="/oficina/buscar/"]');
const help = document.querySelector("[data-keys]");
if (help) help.hidden = false;

const typing = (target) => target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

function move(step) {
  const at = links.indexOf(document.activeElement);
  const next = at === -1 ? (step > 0 ? 0 : links.length - 1) : at + step;
  links[Math.max(0, Math.min(links.length - 1, next))]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "/" && search) search.click();
  else return;
  event.preventDefault();
});
