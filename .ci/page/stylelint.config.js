// The page's style sheets.
export default {
  extends: ["stylelint-config-standard"],
  rules: {
    "color-hex-length": "long", // as notebooks and exports write them
    "no-descending-specificity": null, // the sheets are ordered by part of the page, not by weight
    "declaration-property-value-disallowed-list": { "/.*/": ["/url\\(/"] }, // nothing is loaded
    "declaration-no-important": true,
    "selector-class-pattern": "^[a-z][A-Za-z0-9_-]*$", // roles and columns keep the names they have in the report
  },
};
