// Reloads the page when the site has changed. The server adds this script to what it serves; no built file has it.
(() => {
  const shown = document.currentScript.dataset.version;
  let source = null;
  // A browser may forget where a page was scrolled to when its fonts arrive late, so the place is kept here.
  const kept = sessionStorage.getItem("mini-place");
  sessionStorage.removeItem("mini-place");
  const [page, x, y] = kept ? JSON.parse(kept) : [];
  if (page === location.pathname) addEventListener("load", () => scrollTo({ left: x, top: y, behavior: "instant" }));
  const listen = () => {
    source = new EventSource("/_mini/events");
    source.onmessage = (event) => {
      if (event.data === shown) return;
      sessionStorage.setItem("mini-place", JSON.stringify([location.pathname, scrollX, scrollY]));
      location.reload();
    };
  };
  // A browser opens few connections to one server: pages that nobody sees leave theirs to the others.
  document.addEventListener("visibilitychange", () => {
    source.close();
    if (!document.hidden) listen();
  });
  listen();
})();
