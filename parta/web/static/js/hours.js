// Totals of the study plan follow what is typed: the <output> at the foot of each column.

const hoursOf = (field) => Number.parseFloat(field.value.replace(",", ".")) || 0;

export function attach(form) {
  const totals = [...form.querySelectorAll("tfoot output")];
  const rows = [...form.querySelectorAll("tbody tr")];
  form.addEventListener("input", (event) => {
    const column = event.target.closest("td").cellIndex - 1;
    const sum = rows.reduce((total, row) => total + hoursOf(row.querySelectorAll("input")[column]), 0);
    totals[column].textContent = String(Math.round(sum * 100) / 100).replace(".", ",");
  });
}
