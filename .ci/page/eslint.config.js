// The page's scripts: plain files that share the names `geomap` and Leaflet's `L`, put into the page as they are.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/node_modules/**"] },
  { files: [".ci/page/*.js"], ...js.configs.recommended },
  {
    files: ["geomap/map/page/*.js"],
    ...js.configs.recommended,
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "script",
      globals: { ...globals.browser, L: "readonly", geomap: "writable" },
    },
    rules: {
      ...js.configs.recommended.rules,
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "max-lines": ["error", 400],
      "no-control-regex": "off", // search.js asks for ASCII, which begins with control characters
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-implicit-globals": "error",
      "no-new-func": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Text enters the page as text nodes only." },
        { property: "outerHTML", message: "Text enters the page as text nodes only." },
        { property: "insertAdjacentHTML", message: "Text enters the page as text nodes only." },
      ],
      "no-shadow": "error",
      "no-unused-expressions": ["error", { allowShortCircuit: true, allowTernary: true }],
      "no-use-before-define": ["error", { functions: false, variables: false }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
];
