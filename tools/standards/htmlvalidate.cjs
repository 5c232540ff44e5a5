// html-validate on the pages: its rules for the HTML standard and those for accessibility, none of them off.
module.exports = {
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
};
