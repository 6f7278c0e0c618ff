// Office pages only: tables that sort by their headers. Without it the order is the server's.
import { SortableTable } from "../vendor/moj-frontend.min.js";

document.body.classList.add("govuk-frontend-supported");

for (const table of document.querySelectorAll('[data-module="moj-sortable-table"]')) {
  new SortableTable(table, {
    statusMessage: "Ordenado por %heading% (%direction%)",
    ascendingText: "de menor a mayor",
    descendingText: "de mayor a menor",
  });
}
