/** A button that copies the text of a field and says so. Without scripts the field is there to be selected by hand. */
function prepareCopying(button) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[data-copied]");
  if (!field || !said) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    said.textContent = "";
    const copied = await copyText(field);
    // Emptied and filled again a moment later, so that a second press is read out as well.
    setTimeout(() => (said.textContent = copied ? "Copied" : "Selected: now press Ctrl and C"), 50);
  });
}

/** Copy what a field holds; where the browser does not let pages copy it stays selected, to be copied by hand. */
async function copyText(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) prepareCopying(button);
