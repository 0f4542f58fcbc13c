/* Forms marked data-unsaved: the browser asks before what was typed is lost, except on Quick exit and on sending. */

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  const ask = (event) => {
    if (document.body.classList.contains("govuk-exit-this-page-hide-content")) return;
    event.preventDefault();
    event.returnValue = "";
  };
  const forget = () => window.removeEventListener("beforeunload", ask);
  form.addEventListener("input", () => window.addEventListener("beforeunload", ask));
  form.addEventListener("submit", forget);
  document.addEventListener("click", (event) => event.target.closest(".govuk-exit-this-page__button") && forget(), true);
}
