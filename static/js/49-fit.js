/* What fills a screen is made smaller until all of it is seen. On a phone, and where type would get too small, the page goes on below. */

const FITS = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6];
const WALL = window.matchMedia("(min-width: 60em)");

function fitStage() {
  const stage = document.querySelector(".stage");
  if (!stage) return;
  for (const size of WALL.matches ? FITS : [1]) {
    stage.style.setProperty("--fit", size);
    if (document.documentElement.scrollHeight <= window.innerHeight) break;
  }
}

if (document.querySelector(".stage")) {
  window.addEventListener("resize", fitStage);
  document.addEventListener("toggle", fitStage, true);
  document.fonts.ready.then(fitStage);
  fitStage();
}
