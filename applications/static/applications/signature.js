// Signing with finger, pen or mouse. What is drawn travels as a PNG in the form; nothing is kept in the browser.
const form = document.querySelector("[data-signature]");
const canvas = form.querySelector("canvas");
const field = form.querySelector('input[name="drawing"]');
const state = form.querySelector("[data-state]");
const pen = canvas.getContext("2d");
let last = null;
let drawn = false;

form.hidden = false;
pen.lineWidth = 3;
pen.lineCap = "round";
pen.lineJoin = "round";
pen.strokeStyle = "#16212b";

function place(event) {
  const box = canvas.getBoundingClientRect();
  return {
    x: ((event.clientX - box.left) * canvas.width) / box.width,
    y: ((event.clientY - box.top) * canvas.height) / box.height,
  };
}

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  last = place(event);
});

canvas.addEventListener("pointermove", (event) => {
  if (!last) return;
  const next = place(event);
  pen.beginPath();
  pen.moveTo(last.x, last.y);
  pen.lineTo(next.x, next.y);
  pen.stroke();
  last = next;
  if (!drawn) state.textContent = "Firmado. Si no ha quedado bien, bórralo y firma otra vez.";
  drawn = true;
});

for (const end of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(end, () => {
    last = null;
  });
}

form.querySelector("[data-clear]").addEventListener("click", () => {
  pen.clearRect(0, 0, canvas.width, canvas.height);
  drawn = false;
  state.textContent = "Todavía sin firma.";
});

form.addEventListener("submit", () => {
  field.value = drawn ? canvas.toDataURL("image/png") : "";
});
