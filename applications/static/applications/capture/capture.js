// Taking the photo with the camera of this device, instead of choosing a file. The form below goes on working: what is
// taken here is put into a form and sent like any other file.

import { Camera, LOST, possible, wordsFor } from "./camera.js";
import { CardWatch } from "./card.js";
import { guideFor } from "./measures.js";
import { Speech } from "./speech.js";
import { STEPS, TurnWatch, wordsOf } from "./turn.js";

const EVERY = 150;
const panel = document.querySelector("[data-capture]");
const kind = panel.dataset.capture;
const part = (name) => panel.querySelector(`[data-${name}]`);
const speech = new Speech(part("hint"));
const camera = new Camera(part("video"), kind === "turn" ? "user" : "environment", lost);
const shot = part("shot");
let timer = 0;
let busy = false;

function show(name, visible) {
  part(name).toggleAttribute("hidden", !visible);
}

function trouble(words) {
  part("trouble").textContent = words;
  show("trouble", Boolean(words));
}

function put(input, file) {
  const files = new DataTransfer();
  files.items.add(file);
  input.files = files.files;
}

function stop() {
  clearInterval(timer);
  camera.close();
}

/** The way by file stands aside while a picture just taken waits for a yes: one button sends, not two. */
function offerFile(offered) {
  document.querySelector("[data-by-file]").toggleAttribute("hidden", !offered);
}

function closed() {
  stop();
  offerFile(true);
  show("stage", false);
  show("start", true);
  part("start").focus();
}

/** Nothing is lost of a photo already taken. */
function lost() {
  if (part("video").hidden) return;
  closed();
  trouble(LOST);
}

async function opened() {
  trouble("");
  part("start").disabled = true;
  try {
    await camera.open();
  } catch (error) {
    trouble(wordsFor(error));
    stop();
    return false;
  } finally {
    part("start").disabled = false;
  }
  show("start", false);
  show("stage", true);
  show("video", true);
  show("shot", false);
  show("lamp", kind === "card" && camera.hasLamp);
  show("switch", (await camera.count()) > 1);
  frame();
  part("shutter").focus();
  panel.scrollIntoView({ block: "start" });
  return true;
}

/** The guide over the picture, in its own pixels. */
function frame() {
  const drawing = part("guide");
  drawing.setAttribute("viewBox", `0 0 ${camera.width} ${camera.height}`);
  panel.style.setProperty("--capture-ratio", `${camera.width} / ${camera.height}`);
  part("video").classList.toggle("capture__video--mirror", camera.facing === "user");
  const shape = drawing.querySelector("[data-shape]");
  const side = Math.min(camera.width, camera.height);
  const box =
    kind === "card"
      ? guideFor(camera.width, camera.height)
      : { x: camera.width / 2 - 0.3 * side, y: 0.1 * side, width: 0.6 * side, height: 0.8 * side };
  if (camera.height > camera.width && kind !== "card") box.y = camera.height / 2 - 0.4 * side;
  for (const [name, value] of Object.entries(box)) shape.setAttribute(name, Math.round(value));
  shape.setAttribute("rx", Math.round(kind === "card" ? 0.04 * box.width : box.width / 2));
}

function watch(step) {
  clearInterval(timer);
  timer = setInterval(() => {
    if (!busy && camera.running) step();
  }, EVERY);
}

async function takeOnce(work) {
  if (busy || !camera.running) return;
  busy = true;
  try {
    await work();
  } finally {
    busy = false;
  }
}

// --- A side of the card -----------------------------------------------------------------------------------------

function startCard() {
  const form = document.querySelector("[data-still]");
  const input = form.querySelector('input[type="file"]');
  let looking = new CardWatch();

  async function take() {
    put(input, await camera.shoot(shot, "foto.jpg"));
    clearInterval(timer);
    show("video", false);
    show("guide", false);
    show("shot", true);
    show("taking", false);
    show("checking", true);
    offerFile(false);
    speech.say("Foto hecha. Si se lee bien, envíala.");
    part("send").focus();
  }

  function look() {
    const seen = looking.look(camera);
    panel.dataset.state = seen.state;
    if (seen.ready) takeOnce(take);
    else speech.hint(seen.words);
  }

  async function begin() {
    looking = new CardWatch();
    offerFile(true);
    if (!(await opened())) return;
    show("guide", true);
    show("taking", true);
    show("checking", false);
    speech.say("Pon el documento dentro del marco. La foto se hace sola, o pulsa el botón.");
    watch(look);
  }

  part("start").addEventListener("click", begin);
  part("again").addEventListener("click", begin);
  part("shutter").addEventListener("click", () => takeOnce(take));
  part("send").addEventListener("click", () => {
    stop();
    form.requestSubmit(); // sending.js says how far it is
  });
  form.addEventListener("notsent", () => part("send").focus());
  return begin;
}

// --- The face that turns ----------------------------------------------------------------------------------------

function startTurn() {
  const form = panel.querySelector("[data-turn]");
  const token = form.querySelector('[name="csrfmiddlewaretoken"]').value;
  let looking = new TurnWatch();
  let asked = null;
  let ends = 0;

  async function ask() {
    const answer = await fetch(panel.dataset.ask, { method: "POST", headers: { "X-CSRFToken": token } });
    if (!answer.ok) throw new Error(answer.status);
    asked = await answer.json();
    ends = performance.now() + 1000 * (asked.seconds - 3);
    form.querySelector('[name="nonce"]').value = asked.nonce;
  }

  function tell(step) {
    const place = STEPS.indexOf(step);
    part("step").textContent = `Paso ${place + 1} de ${STEPS.length}`;
    show("arrow", step === "turned");
    part("arrow").dataset.side = asked.side;
    speech.say(wordsOf(step, asked.side));
  }

  async function take() {
    const step = looking.step;
    put(form.querySelector(`[name="${step}"]`), await camera.shoot(shot, `${step}.jpg`));
    looking.taken();
    const next = STEPS[STEPS.indexOf(step) + 1];
    if (next) {
      looking.begin(next, performance.now());
      tell(next);
      return;
    }
    stop();
    show("arrow", false);
    show("taking", false);
    form.requestSubmit();
  }

  // What was asked lasts a minute: it is asked for again, and done again.
  form.addEventListener("notsent", closed);

  async function again(words) {
    looking = new TurnWatch();
    looking.begin("first", performance.now());
    try {
      await ask();
    } catch {
      closed();
      trouble("No hemos podido empezar. Comprueba tu conexión y vuelve a pulsar, o elige una foto más abajo.");
      return;
    }
    tell("first");
    if (words) speech.say(`${words} ${wordsOf("first", asked.side)}`);
    watch(look);
  }

  function look() {
    const now = performance.now();
    if (now > ends) {
      clearInterval(timer);
      again("Ha pasado el minuto. Empezamos otra vez, sin prisa.");
      return;
    }
    part("left").textContent = `Quedan ${Math.max(0, Math.ceil((ends - now) / 1000))} segundos.`;
    if (looking.look(camera, now)) takeOnce(take);
    else if (looking.dark) speech.hint("Hace falta más luz en tu cara.");
    else speech.hint(wordsOf(looking.step, asked.side));
  }

  async function begin() {
    if (!(await opened())) return;
    show("taking", true);
    await again("");
  }

  part("start").addEventListener("click", begin);
  part("shutter").addEventListener("click", () => takeOnce(take));
  return begin;
}

// --- Both -------------------------------------------------------------------------------------------------------

if (possible()) {
  panel.hidden = false;
  const begin = kind === "turn" ? startTurn() : startCard();
  part("stop").addEventListener("click", closed);
  part("switch").addEventListener("click", async () => {
    try {
      await camera.turnAround();
      frame();
      show("lamp", kind === "card" && camera.hasLamp);
    } catch (error) {
      closed();
      trouble(wordsFor(error));
    }
  });
  part("lamp").addEventListener("click", async () => {
    const on = part("lamp").getAttribute("aria-pressed") !== "true";
    await camera.lamp(on);
    part("lamp").setAttribute("aria-pressed", String(on));
  });
  window.addEventListener("pagehide", stop);
  // Whoever comes back to the page finds the camera closed, and can open it again.
  window.addEventListener("pageshow", (event) => event.persisted && closed());
  // Whoever used the camera for the photo before goes straight on, if the browser already has their leave; not past
  // what was wrong with the last one, which is to be read first.
  const toRead = document.querySelector("[data-first-read], .govuk-error-summary");
  if (!toRead && sessionStorage.getItem("capture") === "camera" && navigator.permissions) {
    navigator.permissions
      .query({ name: "camera" })
      .then((leave) => leave.state === "granted" && kind === "card" && begin())
      .catch(() => {});
  }
  part("start").addEventListener("click", () => sessionStorage.setItem("capture", "camera"));
} else {
  panel.hidden = false;
  show("start", false);
  trouble(wordsFor(null));
}
