// The camera: opened when asked for, closed when the page is left. Says in words what goes wrong.

const TROUBLE = {
  NotAllowedError:
    "No tenemos permiso para usar la cámara. Permítelo junto a la dirección de la página y vuelve a pulsar, o elige una foto más abajo.",
  NotFoundError: "No encontramos ninguna cámara. Elige una foto más abajo, o sigue con el móvil.",
  NotReadableError: "Otra aplicación está usando la cámara. Ciérrala y vuelve a pulsar, o elige una foto más abajo.",
};
const OTHER_TROUBLE = "La cámara no funciona en este navegador. Elige una foto más abajo, o sigue con el móvil.";

export const LOST = "La cámara se ha parado. Vuelve a pulsar «Usar la cámara», o elige una foto más abajo.";

export function possible() {
  return Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
}

export function wordsFor(error) {
  return TROUBLE[error && error.name] || OTHER_TROUBLE;
}

export class Camera {
  constructor(video, facing, onLost) {
    this.video = video;
    this.onLost = onLost;
    this.facing = facing;
    this.stream = null;
    this.canvas = document.createElement("canvas");
  }

  async open() {
    this.close();
    const wanted = { facingMode: { ideal: this.facing }, width: { ideal: 1920 }, height: { ideal: 1080 } };
    this.stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    // Taken away by the device (a call, another app, a cable): the picture would stand still and look like one.
    for (const track of this.stream.getTracks()) track.addEventListener("ended", this.onLost, { once: true });
    this.video.srcObject = this.stream;
    await this.video.play();
    if (!this.video.videoWidth) {
      await new Promise((resolve) => this.video.addEventListener("loadedmetadata", resolve, { once: true }));
    }
  }

  close() {
    if (this.stream) for (const track of this.stream.getTracks()) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  get running() {
    return Boolean(this.stream) && this.video.readyState >= 2;
  }

  get width() {
    return this.video.videoWidth;
  }

  get height() {
    return this.video.videoHeight;
  }

  /** A part of what is seen now, drawn `across` pixels wide. */
  look(box, across) {
    const scale = across / box.width;
    this.canvas.width = Math.round(across);
    this.canvas.height = Math.max(1, Math.round(box.height * scale));
    const pen = this.canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(
      this.video, box.x, box.y, box.width, box.height, 0, 0, this.canvas.width, this.canvas.height,
    );
    return pen.getImageData(0, 0, this.canvas.width, this.canvas.height);
  }

  /** What is seen now, whole, drawn on `canvas`, as a JPEG file. */
  async shoot(canvas, name) {
    canvas.width = this.width;
    canvas.height = this.height;
    canvas.getContext("2d").drawImage(this.video, 0, 0);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
    return new File([blob], name, { type: "image/jpeg" });
  }

  get track() {
    return this.stream ? this.stream.getVideoTracks()[0] : null;
  }

  get hasLamp() {
    const can = this.track && this.track.getCapabilities ? this.track.getCapabilities() : {};
    return Boolean(can.torch);
  }

  async lamp(on) {
    await this.track.applyConstraints({ advanced: [{ torch: on }] });
  }

  async count() {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices.filter((device) => device.kind === "videoinput").length;
  }

  async turnAround() {
    this.facing = this.facing === "user" ? "environment" : "user";
    await this.open();
  }
}
