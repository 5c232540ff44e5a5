// Reloads the page when the site has changed. The server adds this script to what it serves; no built file has it.
(() => {
  const shown = document.currentScript.dataset.version;
  let source = null;
  const listen = () => {
    source = new EventSource("/_mini/events");
    source.onmessage = (event) => {
      if (event.data !== shown) location.reload();
    };
  };
  // A browser opens few connections to one server: pages that nobody sees leave theirs to the others.
  document.addEventListener("visibilitychange", () => {
    source.close();
    if (!document.hidden) listen();
  });
  listen();
})();
