// Copying and printing without a round trip to the server, and a jump to the passage that a link names.
// One listener for the whole page; buttons say what they do in data-yj. Text is only ever copied, never run.
(() => {
  // The first thing that Tab reaches is Streamlit's way past the navigation; its words are English only.
  const skip = document.querySelector('[data-testid="stSkipToContent"]');
  if (skip) skip.textContent = document.documentElement.dataset.yjSkip;

  window.yijuOwnWords?.(); // the language may have changed
  if (window.yijuReady) return;
  window.yijuReady = true;

  // What Streamlit says by itself is English; in a Chinese page these words stand for it, and back again.
  const NAMES = ["aria-label", "placeholder", "alt", "aria-roledescription"];
  const instead = (said) => {
    const words = window.yijuWords;
    if (!words || !said) return null;
    if (Object.hasOwn(words.exact, said)) return words.exact[said];
    const [pattern, sub] = words.patterns.find(([p]) => new RegExp(p).test(said)) ?? [];
    return pattern ? said.replace(new RegExp(pattern), sub) : null;
  };
  const put = (node, name, said, write) => {
    const kept = (node.yijuOwn ??= {});
    if (window.yijuWords) {
      const words = instead(said);
      if (words && words !== said) { kept[name] = [said, words]; write(words); }
    } else if (kept[name]) {
      if (said === kept[name][1]) write(kept[name][0]);
      delete kept[name];
    }
  };
  const ownWords = () => {
    const own = (e) => !e.closest('[data-testid="stHtml"]'); // what the app itself has written is in the right language
    for (const e of document.querySelectorAll(NAMES.map((n) => `[${n}]`).join())) {
      for (const n of NAMES) if (e.hasAttribute(n) && own(e)) put(e, n, e.getAttribute(n), (w) => e.setAttribute(n, w));
    }
    for (const root of document.querySelectorAll('body > div:not(#root), [data-testid="stFileUploader"]')) {
      const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const node = walk.currentNode;
        put(node, "text", node.data.trim(), (w) => { node.data = w; });
      }
    }
  };
  let waiting = false;
  window.yijuOwnWords = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; ownWords(); });
  };
  new MutationObserver(window.yijuOwnWords).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: NAMES,
  });
  window.yijuOwnWords();

  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = Object.assign(document.createElement("textarea"), { value: text }); // plain HTTP has no clipboard API
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };

  const link = (passage) => {
    const url = new URL(location.href);
    if (passage) url.searchParams.set("passage", passage);
    url.searchParams.delete("lang"); // whoever gets the link keeps their own language
    return url.href;
  };

  // Passages that somebody puts into the basket before its script is there, which takes a slow machine seconds.
  window.yijuEarly = [];
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-yj-basket]");
    if (button && !window.yijuBasket) window.yijuEarly.push(button.dataset.yjBasket);
    const other = event.target.closest("[data-yj-context], [data-yj-read]"); // the same for those of a result
    if (other && !window.yijuResults) window.yijuAsked = other;
  });

  // A source is read beside the page that named it, so that a draft or a search there stays as it is.
  document.addEventListener("click", (event) => {
    const source = event.target.closest("a.yj-link");
    if (!source) return;
    event.preventDefault();
    window.open(source.href, "_blank");
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-yj]");
    if (!button) return;
    if (button.dataset.yj === "print") return window.print();
    if (button.dataset.yj === "open") return document.querySelector('[data-testid="stExpandSidebarButton"]')?.click();
    await copy(button.dataset.yj === "link" ? link(button.dataset.passage) : button.dataset.text);
    const label = button.querySelector("[data-yj-label]");
    const before = label.textContent;
    label.textContent = label.dataset.done;
    setTimeout(() => { label.textContent = before; }, 1600);
  });

  // Styles and fonts arrive after the text and move it: hold the place for a moment, unless somebody scrolls.
  const stayAt = (target) => {
    const end = Date.now() + 3000;
    const holder = new ResizeObserver(() => {
      if (Date.now() > end || !target.isConnected) return holder.disconnect();
      target.scrollIntoView({ block: "start" });
    });
    for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
      addEventListener(kind, () => holder.disconnect(), { once: true, passive: true });
    }
    holder.observe(target.parentElement);
    target.scrollIntoView({ block: "start" });
  };

  // The reader marks the passage to go to; scroll there once each time another one appears.
  let shown = null;
  new MutationObserver(() => {
    const target = document.querySelector("[data-yj-target]");
    if (!target) { shown = null; return; }
    if (target.dataset.yjTarget === shown) return;
    shown = target.dataset.yjTarget;
    setTimeout(() => stayAt(target), 50);
  }).observe(document.body, { childList: true, subtree: true });
})();
