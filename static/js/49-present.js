/* The projector and the window with its notes. Every step is a link; here the page stays and only its content is changed, so that
   the screen stays full. The two windows follow one another over a channel of this browser; nothing goes over the network. */

const SWIPE = 60;
const AWAKE_MILLISECONDS = 5 * 60 * 1000;
const NO_NETWORK = Symbol("no network");

class Stage {
  constructor() {
    this.kept = new Map();
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel("sharewell-stage") : null;
    this.channel?.addEventListener("message", (event) => this.follow(event.data));
    document.addEventListener("click", (event) => this.click(event));
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("fullscreenchange", () => this.nameFull());
    this.watchFingers();
    window.setInterval(() => this.stayAwake(), AWAKE_MILLISECONDS);
    this.settle();
    this.tell();
  }

  get root() {
    return document.querySelector("[data-stage]");
  }

  link(where) {
    return this.root.querySelector(`a[data-go="${where}"]`);
  }

  /** What the new content needs: its size, the focus on the slide, the button for the whole screen, the next slide at hand. */
  settle() {
    fitStage();
    document.getElementById("main").focus({ preventScroll: true });
    const button = this.root.querySelector("[data-full]");
    if (button && document.fullscreenEnabled) button.hidden = false;
    this.nameFull();
    const next = this.link("next");
    if (next) this.fetched(next.href);
  }

  fetched(href) {
    if (!this.kept.has(href)) {
      const page = fetch(href).then((answer) => (answer.ok && !answer.redirected ? answer.text() : null));
      this.kept.set(href, page.catch(() => NO_NETWORK));
    }
    return this.kept.get(href);
  }

  /** Change the content; where that cannot be, open the page as any link does. Without a network the slide stays on the wall. */
  async go(href) {
    let text = await this.fetched(href);
    this.kept.clear();
    if (text === NO_NETWORK) text = await this.fetched(href);
    this.kept.clear();
    if (text === NO_NETWORK) {
      this.root.querySelector(".stage-count").textContent = "No network just now. Press again.";
      return;
    }
    const page = text && new DOMParser().parseFromString(text, "text/html");
    if (!page?.querySelector("[data-stage]")) {
      window.location.assign(href);
      return;
    }
    document.body.replaceChildren(...page.body.children);
    document.title = page.title;
    window.history.replaceState(null, "", href);
    window.scrollTo(0, 0);
    this.settle();
  }

  async step(where) {
    const link = this.link(where);
    if (!link) return;
    await this.go(link.href);
    this.tell();
  }

  tell() {
    const { slide, notes } = this.root.dataset;
    this.channel?.postMessage({ slide, notes });
  }

  follow(said) {
    const mine = this.root.dataset;
    if (said.slide && said.slide !== mine.slide) this.go(mine.stage === "notes" ? said.notes : said.slide);
  }

  click(event) {
    const link = event.target.closest("a[data-go]");
    if (event.target.closest("[data-full]")) this.fill();
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.go === "notes") window.open(link.href, link.target, "popup,width=960,height=760");
    else this.step(link.dataset.go);
  }

  /** Letters work while the focus is on the slide itself; a control keeps the keys that it needs, and all others turn slides. */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const control = event.target.closest("a, button, input, select, textarea, summary");
    if (event.target.closest("input, select, textarea") || (event.key === " " && control)) return;
    const where = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "back", PageUp: "back" }[event.key];
    if (where && this.link(where)) {
      event.preventDefault();
      this.step(where);
    }
    if (event.key.toLowerCase() === "f" && !control) this.fill();
  }

  /** A visit of a trainer ends when nothing is asked for half an hour. While a session goes on that is an exercise, so the wall asks. */
  stayAwake() {
    const { awake, slide } = this.root.dataset;
    if (awake && Date.now() < 1000 * Number(awake)) fetch(slide, { method: "HEAD" }).catch(() => {});
  }

  watchFingers() {
    let from = null;
    document.addEventListener("pointerdown", (event) => {
      from = event.pointerType === "touch" && !event.target.closest(".wall-room") ? event : null;
    });
    document.addEventListener("pointerup", (event) => {
      if (!from) return;
      const [x, y] = [event.clientX - from.clientX, event.clientY - from.clientY];
      if (Math.abs(x) > SWIPE && Math.abs(y) < SWIPE) this.step(x < 0 ? "next" : "back");
    });
  }

  fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  }

  nameFull() {
    const button = this.root?.querySelector("[data-full]");
    if (button) button.textContent = document.fullscreenElement ? "Leave full screen" : "Full screen";
  }
}

if (document.querySelector("[data-stage]")) new Stage();
