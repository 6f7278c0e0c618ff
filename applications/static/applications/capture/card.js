// A side of the card: says how to hold it and takes the picture by itself when it is whole, sharp and still.

import { blur, burnt, change, greyOf, guideFor, mean, sides } from "./measures.js";

const ACROSS = 320;
const GOOD_IN_A_ROW = 4;
const WORDS = {
  dark: "Hace falta más luz.",
  outside: "Pon el documento dentro del marco.",
  closer: "Acerca un poco el documento.",
  farther: "Aleja un poco el documento.",
  glare: "Hay un brillo. Inclina un poco el documento.",
  moving: "Quieto, sin mover el documento.",
  blurred: "Está borroso. Espera a que enfoque.",
  good: "Así. No lo muevas.",
};

export class CardWatch {
  constructor() {
    this.before = null;
    this.good = 0;
  }

  /** What to say of what is seen now; `ready` when the picture can be taken. */
  look(camera) {
    const state = this.judge(camera);
    this.good = state === "good" ? this.good + 1 : 0;
    return { state, words: WORDS[state], ready: this.good >= GOOD_IN_A_ROW };
  }

  judge(camera) {
    const whole = { x: 0, y: 0, width: camera.width, height: camera.height };
    const image = camera.look(whole, ACROSS);
    const grey = greyOf(image);
    const moved = change(grey, this.before);
    this.before = grey;
    const guide = guideFor(image.width, image.height);
    if (mean(grey) < 40) return "dark";
    const places = sides(grey, image.width, image.height, guide);
    if (places.length < 3) return "outside";
    const inside = mean(places);
    if (inside > 0.09) return "closer";
    if (inside < -0.055) return "farther";
    if (burnt(image, guide) > 0.03) return "glare";
    if (moved > 5) return "moving";
    return this.sharp(camera) ? "good" : "blurred";
  }

  sharp(camera) {
    const guide = guideFor(camera.width, camera.height);
    const box = {
      x: guide.x + 0.1 * guide.width,
      y: guide.y + 0.1 * guide.height,
      width: 0.8 * guide.width,
      height: 0.8 * guide.height,
    };
    const across = Math.min(box.width, 700);
    const image = camera.look(box, across);
    return blur(greyOf(image), image.width, image.height) <= Math.max(1.5, (1.9 * across) / 800);
  }
}
