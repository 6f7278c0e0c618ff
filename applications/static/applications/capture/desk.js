// The desk's page follows the telephone. Without this script there is a button that says the same.

const line = document.querySelector("[data-desk]");
const EVERY = 3000;
const words = (answer) => {
  if (answer.over) return "El código ha caducado. Pulsa «Pedir otro código».";
  if (!answer.connected) return "Esperando a tu móvil.";
  if (!answer.pictures) return "Tu móvil está conectado. Haz las fotos en él.";
  return answer.pictures === 1 ? "Ya tenemos una foto. Sigue en el móvil." : `Ya tenemos ${answer.pictures} fotos. Sigue en el móvil.`;
};

function stop() {
  clearInterval(looking);
  line.textContent = "Esta página se cerró por seguridad. Vuelve a entrar en tu solicitud: lo que hiciste está guardado.";
}

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(line.dataset.desk, { headers: { Accept: "application/json" } });
    if (answer.redirected) return stop();
    if (!answer.ok) return;
    const said = await answer.json();
    document.querySelector(".phone").classList.toggle("phone--over", said.over);
    if (said.done) window.location.assign(line.dataset.next);
    else if (line.textContent !== words(said)) line.textContent = words(said);
  } catch {
    // The next look may be luckier; the button is there.
  }
}

look();
const looking = setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
