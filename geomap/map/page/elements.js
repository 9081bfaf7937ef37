// Building the page's elements. Text only ever enters the document as text nodes: nothing here parses HTML.
window.geomap = window.geomap || {};

(() => {
  const SVG = "http://www.w3.org/2000/svg";

  function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") node.addEventListener(name, value);
      else if (value !== null && value !== undefined && value !== false) {
        node.setAttribute(name, value === true ? "" : value);
      }
    }
    node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
  }

  // element("p", { class: "quote", click: open }, "text", otherElement): functions become listeners, null is left out.
  geomap.element = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
  geomap.svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

  // A link to follow, if the address is one of the web; else its words alone.
  geomap.link = (address, words) => {
    if (!/^https?:\/\//i.test(address || "")) return geomap.element("span", {}, words);
    return geomap.element("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow" }, words);
  };

  // Text that may be of either direction, kept from disturbing what stands beside it.
  geomap.isolated = (text) => geomap.element("bdi", {}, text);

  geomap.onKeys = (action) => (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    action(event);
  };

  // The action in the next frame but one, and once however often it is asked for meanwhile: what moves comes first. Paper
  // does not wait: with ``geomap.atOnce`` set, nor does this.
  geomap.atOnce = false;
  geomap.later = (action) => {
    let waiting = false;
    return () => {
      if (geomap.atOnce) {
        action();
        return;
      }
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() =>
        setTimeout(() => {
          waiting = false;
          action();
        }, 0),
      );
    };
  };

  // The action at most once a frame, with the last event of it.
  geomap.throttled = (action) => {
    let last = null;
    return (event) => {
      if (!last) {
        requestAnimationFrame(() => {
          const latest = last;
          last = null;
          action(latest);
        });
      }
      last = event;
    };
  };

  geomap.calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  // Whether the map is too small for a popup and the open legend side by side.
  geomap.tight = (map) => map.getSize().x < 700;
  geomap.narrow = () => window.matchMedia("(max-width: 720px)").matches;
})();
