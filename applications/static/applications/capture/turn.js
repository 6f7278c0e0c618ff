// The face: straight, to the side that the server asks for, straight again. No face is looked for in the page: it
// waits until what is seen has moved and is still again. The button takes the picture at any moment.

import { change, greyOf, mean } from "./measures.js";

const ACROSS = 80;
const STILL = 4;
const MOVED = 9;
const LEAST_WAIT = 1400;
const LONGEST_WAIT = 7000;

export const STEPS = ["first", "turned", "last"];

export function wordsOf(step, side) {
  const where = side === "left" ? "izquierda" : "derecha";
  return {
    first: "Mira de frente a la cámara.",
    turned: `Gira la cabeza despacio hacia tu ${where}.`,
    last: "Vuelve a mirar de frente.",
  }[step];
}

export class TurnWatch {
  constructor() {
    this.before = null;
    this.straight = null;
    this.begin("first", 0);
  }

  begin(step, now) {
    this.step = step;
    this.since = now;
    this.still = 0;
  }

  /** Whether the picture of this step can be taken now. */
  look(camera, now) {
    const side = Math.min(camera.width, camera.height);
    const box = { x: (camera.width - side) / 2, y: (camera.height - side) / 2, width: side, height: side };
    const grey = greyOf(camera.look(box, ACROSS));
    const moved = change(grey, this.before);
    this.before = grey;
    this.dark = mean(grey) < 45;
    this.still = moved < STILL && !this.dark ? this.still + 1 : 0;
    const waited = now - this.since;
    if (this.still < 3 || waited < LEAST_WAIT) return false;
    if (this.step === "turned") return change(grey, this.straight) > MOVED;
    if (this.step === "last") return change(grey, this.straight) < MOVED || waited > LONGEST_WAIT;
    this.straight = grey;
    return true;
  }

  /** The picture was taken by hand: what is seen now is what straight looks like. */
  taken() {
    if (this.step === "first") this.straight = this.before;
  }
}
