/* The search box of a page without a list leads to the page with the list. */
for (const form of document.querySelectorAll("[data-find-at]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.href = `${form.dataset.findAt}?${new URLSearchParams(new FormData(form))}`;
  });
}
