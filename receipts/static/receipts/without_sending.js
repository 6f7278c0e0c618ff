// The page that checks a paper without sending it: takes the file, shows the answer that is already written in the page.
import { certificatesIn, check } from "./seal.js";

const MOST_MEGABYTES = 15;
const page = document.querySelector("[data-check-here]");
const input = page.querySelector("input[type=file]");
const answer = page.querySelector("[data-answer]");
const roots = certificatesIn(page.querySelector("[data-roots]").textContent);

input.addEventListener("change", () => input.files.length && show(input.files[0]));
page.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (input.files.length) show(input.files[0]);
  else input.focus();
});
page.querySelector("[data-needs-script]").hidden = false;
page.querySelector("[data-without-script]").hidden = true;

async function show(file) {
  const result = await resultOf(file);
  const template = page.querySelector(`template[data-state="${result.state}"]`);
  answer.replaceChildren(template.content.cloneNode(true));
  for (const reason of answer.querySelectorAll("[data-reason]")) reason.hidden = reason.dataset.reason !== result.reason;
  for (const place of answer.querySelectorAll("[data-issuer]")) place.textContent = result.issuer;
  for (const place of answer.querySelectorAll("[data-file]")) place.textContent = file.name;
  for (const place of answer.querySelectorAll("[data-timestamped]")) place.hidden = !result.timestamped;
  answer.hidden = false;
  answer.querySelector("h2").focus();
}

async function resultOf(file) {
  if (file.size > MOST_MEGABYTES << 20) return { state: "too_big" };
  const data = new Uint8Array(await file.arrayBuffer());
  return check(data, roots, page.dataset.organisation);
}
