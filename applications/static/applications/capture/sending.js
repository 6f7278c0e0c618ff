// Sending a photo: says how far it is, can be stopped while it travels, and keeps the photo when the connection fails.
// Without this script the form is sent as any other.

const box = document.querySelector("[data-sending]");
const part = (name) => box.querySelector(`[data-sending-${name}]`);
const NOT_ARRIVED = "No ha llegado. Comprueba tu conexión y pulsa otra vez: la foto sigue aquí.";
const NOT_TAKEN = "No hemos podido recibirla. Carga la página otra vez y prueba de nuevo.";

function show(on) {
  box.toggleAttribute("hidden", !on);
  for (const other of document.querySelectorAll("[data-while-choosing]")) other.toggleAttribute("hidden", on);
  if (on) box.scrollIntoView({ block: "nearest" });
}

function say(words) {
  if (part("words").textContent !== words) part("words").textContent = words;
}

function hasFile(form) {
  return [...form.querySelectorAll('input[type="file"]')].every((input) => input.files.length);
}

/** Go where the answer says; false where it is no such answer. */
function follow(call) {
  try {
    const { next } = JSON.parse(call.responseText);
    if (next) window.location.assign(next);
    return Boolean(next);
  } catch {
    return false; // an error's page
  }
}

function send(form) {
  const call = new XMLHttpRequest();
  const failed = (words) => {
    show(false);
    form.dispatchEvent(new CustomEvent("notsent", { detail: words }));
  };
  call.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) part("bar").value = (100 * event.loaded) / event.total;
  });
  call.upload.addEventListener("load", () => {
    part("bar").removeAttribute("value");
    part("stop").hidden = true;
    say("Ha llegado. La estamos leyendo: tarda unos segundos.");
  });
  call.addEventListener("load", () => follow(call) || failed(NOT_TAKEN));
  call.addEventListener("error", () => failed(NOT_ARRIVED));
  call.addEventListener("abort", () => failed(""));
  part("stop").onclick = () => call.abort();
  part("stop").hidden = false;
  part("bar").value = 0;
  document.querySelector("[data-not-sent]").hidden = true;
  say("Enviando la foto. No cierres esta página.");
  show(true);
  call.open("POST", window.location.href);
  call.setRequestHeader("Accept", "application/json");
  call.send(new FormData(form));
}

for (const form of document.querySelectorAll("[data-still], [data-turn]")) {
  form.addEventListener("submit", (event) => {
    if (!hasFile(form)) return;
    event.preventDefault();
    send(form);
  });
  form.addEventListener("notsent", (event) => {
    const told = document.querySelector("[data-not-sent]");
    told.textContent = event.detail;
    told.toggleAttribute("hidden", !event.detail);
  });
}
