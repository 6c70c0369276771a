// The buttons “add to the briefing” are plain HTML wherever a passage is shown. This says which of them are in the
// basket, tells the server when one is pressed (or one that asks for the printed page), and keeps the basket for this tab, so
// that a reload does not lose it.
const KEPT = "yiju-basket";

let bridge = null; // the component as the server drew it last; it is called again whenever the basket changes

const show = () => {
  const chosen = new Set(JSON.parse(bridge.data).passages);
  for (const button of document.querySelectorAll("[data-yj-basket]")) {
    const pressed = String(chosen.has(button.dataset.yjBasket));
    if (button.getAttribute("aria-pressed") === pressed) continue;
    button.setAttribute("aria-pressed", pressed);
    button.querySelector("[data-yj-label]").textContent = pressed === "true" ? button.dataset.on : button.dataset.off;
    button.querySelector(".yj-icon").textContent = pressed === "true" ? "check" : "add";
  }
};

const press = (event) => {
  const button = event.target.closest("[data-yj-basket]");
  if (button) bridge.setTriggerValue("pressed", button.dataset.yjBasket);
  const page = event.target.closest("[data-yj-page]");
  if (page) bridge.setTriggerValue("page", page.dataset.yjPage);
};

const arrivals = new MutationObserver(show); // buttons come with every passage that is drawn

export default (component) => {
  const first = bridge === null;
  bridge = component;
  const { passages, known } = JSON.parse(component.data);
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "[]");
  // What was pressed before this was loaded has waited for it; see page.js, which may come later than this.
  const early = (window.yijuEarly ?? []).splice(0).filter((passage) => !passages.includes(passage));
  const missing = [...(!known && first ? kept : []), ...early];
  if (known) sessionStorage.setItem(KEPT, JSON.stringify(passages));
  if (missing.length) component.setTriggerValue("restored", missing);
  show();
  window.yijuBasket = true;
  if (first) {
    document.addEventListener("click", press);
    arrivals.observe(document.body, { childList: true, subtree: true });
  }
  return () => {
    document.removeEventListener("click", press);
    arrivals.disconnect();
    window.yijuBasket = false;
    bridge = null;
  };
};
