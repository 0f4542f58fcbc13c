/* Typing in a quiz sheet: the letter of a column ticks it and goes to the next row; arrows up and down go from row to row. */

for (const form of document.querySelectorAll("form[data-paper-grid]")) {
  const rows = [...form.querySelectorAll("tr[data-statement]")];
  const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
  const goTo = (row) => row && (radios(row).find((each) => each.checked) ?? radios(row)[0]).focus();
  const after = (row) => rows[rows.indexOf(row) + 1];

  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("tr[data-statement]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    const chosen = radios(row).find((each) => each.dataset.key === key);
    if (chosen) {
      chosen.checked = true;
      chosen.dispatchEvent(new Event("input", { bubbles: true }));
      const next = after(row);
      if (next) goTo(next);
      else form.querySelector("button[type=submit]").focus();
    } else if (key === "arrowdown") goTo(after(row));
    else if (key === "arrowup") goTo(rows[rows.indexOf(row) - 1]);
    else return;
    event.preventDefault();
  });
  const first = rows.find((row) => !radios(row).some((each) => each.checked));
  if (first && !document.querySelector(".govuk-error-summary")) goTo(first);
}
