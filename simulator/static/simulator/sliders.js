// A range beside each box that says how far it goes (data-slider-…). Without it the boxes are all there is to use.
const spanish = new Intl.NumberFormat("es-ES", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function written(value, unit) {
  return unit === "€" ? spanish.format(value) : String(Math.round(value));
}

// As the server reads it: 1.234,50, 1234.50 and 1234 alike; NaN where it is no number yet.
function read(text) {
  const typed = text.replace(/[\s\u00a0€]/g, "");
  if (typed === "") return NaN;
  return Number(typed.includes(",") || /\.\d{3}$/.test(typed) ? typed.replaceAll(".", "").replace(",", ".") : typed);
}

function labelled(box) {
  const table = box.closest("fieldset")?.querySelector("legend")?.textContent.trim();
  const own = box.labels[0]?.textContent.trim();
  return [table, own].filter(Boolean).join(": ");
}

function addSlider(box) {
  const { sliderMin, sliderMax, sliderStep, sliderUnit } = box.dataset;
  const held = read(box.defaultValue);
  const range = document.createElement("input");
  Object.assign(range, { type: "range", min: sliderMin, max: sliderMax, step: sliderStep, className: "amparo-policy__slider" });
  range.setAttribute("aria-label", labelled(box));
  const moved = document.createElement("p");
  moved.className = "amparo-policy__moved";

  const tell = (value) => {
    const words = `${written(value, sliderUnit)} ${sliderUnit}`.trim();
    const change = held > 0 ? Math.round((100 * (value - held)) / held) : 0;
    const by = value === held || Number.isNaN(value) ? "" : `Era ${written(held, sliderUnit)} ${sliderUnit}`.trim();
    const percent = by && change !== 0 ? ` (${change > 0 ? "+" : "−"}${Math.abs(change)} %)` : "";
    range.setAttribute("aria-valuetext", words + percent);
    moved.textContent = by + percent;
  };
  const follow = () => {
    const value = read(box.value);
    if (!Number.isNaN(value)) range.value = value;
    tell(value);
  };
  range.addEventListener("input", () => {
    const value = Number(range.value);
    // Back in its place, the figure is again what the text says, to the cent.
    const exact = Math.abs(value - held) < 0.005 ? held : value;
    box.value = written(exact, sliderUnit);
    tell(exact);
  });
  box.addEventListener("input", follow);
  (box.closest(".govuk-input__wrapper") ?? box).after(range, moved);
  follow();
}

for (const box of document.querySelectorAll("[data-slider-step]")) addSlider(box);
