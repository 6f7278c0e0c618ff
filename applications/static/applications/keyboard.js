// A counter with a queue: the hands stay on the keyboard. The first wrong field takes the focus, else the first one.
// Without it, Tab does the same.
const typing = ':is(input:not([type="hidden"]), select, textarea)';
const wrong = document.querySelector(`.govuk-form-group--error ${typing}`);
const told = document.querySelector(".govuk-error-summary");

function first() {
  const marked = document.querySelector("[data-first-focus]");
  if (marked) return marked;
  const field = document.querySelector(`main form[novalidate]:not([hidden]) ${typing}`);
  if (field?.type !== "radio") return field;
  return field.form.querySelector(`[name="${CSS.escape(field.name)}"]:checked`) ?? field;
}

// A mistake of the whole form is read in the summary, which has the focus already.
const target = wrong ?? (told ? null : first());
if (target) {
  // After govuk-frontend has moved the focus to the summary.
  requestAnimationFrame(() => target.focus());
}
