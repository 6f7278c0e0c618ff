// One line that says what to do next. It changes when a hint lasts, and no more often than people can listen to.

const LASTS = 500;
const APART = 1800;

export class Speech {
  constructor(element) {
    this.element = element;
    this.wanted = "";
    this.since = 0;
    this.said = 0;
  }

  /** A hint of this moment; it is said when it has lasted. */
  hint(words, now = performance.now()) {
    if (words !== this.wanted) {
      this.wanted = words;
      this.since = now;
    }
    if (words === this.element.textContent) return;
    if (now - this.since >= LASTS && now - this.said >= APART) this.say(words, now);
  }

  /** Something that must be said now. */
  say(words, now = performance.now()) {
    this.wanted = words;
    this.said = now;
    if (this.element.textContent !== words) this.element.textContent = words;
  }
}
