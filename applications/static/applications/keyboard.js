// A counter with a queue: the hands stay on the keyboard. The first wrong field takes the focus, else the first one.
// Without it, Tab does the same.
const wrong = '.govuk-form-group--error input:not([type="hidden"]), .govuk-form-group--error select, .govuk-form-group--error textarea';
const first = [
  '[data-first-focus]',
  'main form[novalidate]:not([hidden]) input:not([type="hidden"], [type="file"]):checked',
  'main form[novalidate]:not([hidden]) :is(input:not([type="hidden"], :checked), select, textarea)',
];

const summary = document.querySelector(".govuk-error-summary");
const target = document.querySelector(wrong) ?? (summary ? null : first.map((one) => document.querySelector(one)).find(Boolean));
if (target) {
  // After govuk-frontend has moved the focus to the summary.
  requestAnimationFrame(() => target.focus());
}
