// Lets people drop the file anywhere on the box, and names the chosen file. Without it the plain file input does.
import { FileUpload, createAll } from "../vendor/govuk-frontend.min.js";

createAll(FileUpload, {
  i18n: {
    chooseFilesButton: "Elegir archivo",
    dropInstruction: "o déjalo caer aquí",
    noFileChosen: "Ningún archivo elegido",
    enteredDropZone: "Puedes soltar el archivo",
    leftDropZone: "Fuera de la zona para soltar",
  },
});
