// The buttons of a result are plain HTML. This tells the server which one is pressed. The card comes back with its context
// in it and takes the place of the one that was pressed: what was unfolded there, and the keyboard, are put back.
let bridge = null;
let pressed = null; // the card that waits for its context

const note = (card) => {
  pressed = { card, passage: card.dataset.yjCard, open: [...card.querySelectorAll("details")].map((d) => d.open) };
};

const press = (event) => {
  const button = event.target.closest("[data-yj-context], [data-yj-read]");
  if (!button) return;
  if (button.dataset.yjRead) return bridge.setTriggerValue("read", button.dataset.yjRead);
  note(button.closest("[data-yj-card]"));
  bridge.setTriggerValue("context", button.dataset.yjContext);
};

const putBack = () => {
  if (!pressed || pressed.card.isConnected) return;
  const card = document.querySelector(`[data-yj-card="${CSS.escape(pressed.passage)}"]`);
  if (!card) return;
  card.querySelectorAll("details").forEach((details, n) => { details.open = pressed.open[n] ?? false; });
  if (document.activeElement === document.body) card.querySelector("[data-yj-context]").focus({ preventScroll: true });
  pressed = null;
};

const arrivals = new MutationObserver(putBack);

export default (component) => {
  const first = bridge === null;
  bridge = component;
  if (first) {
    document.addEventListener("click", press);
    arrivals.observe(document.body, { childList: true, subtree: true });
    window.yijuResults = true;
    window.yijuAsked?.click(); // pressed before this was loaded; see page.js
    window.yijuAsked = null;
  }
  return () => {
    document.removeEventListener("click", press);
    arrivals.disconnect();
    window.yijuResults = false;
    bridge = null;
  };
};
