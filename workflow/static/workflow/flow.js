// On a narrow screen the drawing begins in its middle, where the procedure runs; without this it begins at its left.
for (const box of document.querySelectorAll("[data-centred]")) {
  box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2;
}
