// The only script most pages have. Every page works without it: it adds focus on the error summary, a live character
// count, fields that open under an answer, tabs, protection against double sending, and buttons that print.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  Radios,
  SkipLink,
  Tabs,
  createAll,
} from "../vendor/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

const left = {
  other: "Te quedan %{count} letras",
  one: "Te queda 1 letra",
};
const over = {
  other: "Sobran %{count} letras",
  one: "Sobra 1 letra",
};

createAll(ErrorSummary);
createAll(CharacterCount, {
  i18n: {
    charactersUnderLimit: left,
    charactersAtLimit: "No te quedan letras",
    charactersOverLimit: over,
    textareaDescription: { other: "Puedes escribir hasta %{count} letras" },
  },
});
createAll(Radios);
createAll(Checkboxes);
createAll(Tabs);
createAll(SkipLink);
createAll(Button, { preventDoubleClick: true });

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
