// The state of the page in its address, so that a link shows what its sender saw: #z=5&c=43.2,76.9&type=protests&q=Almaty
geomap.hash = (() => {
  const { dayNumber, isoDay } = geomap.reading;
  const PAUSE = 250; // milliseconds between a change and its being written
  const DAY = /^\d{4}-\d\d-\d\d$/;

  const list = (text) => new Set((text || "").split(",").filter(Boolean).map(decodeURIComponent));
  const joined = (values) => [...values].map(encodeURIComponent).join(",");
  const day = (text) => (DAY.test(text || "") && Number.isFinite(dayNumber(text)) ? dayNumber(text) : null);

  // A notebook shows the page without an address of its own.
  const hasAddress = () => /^(https?|file):$/.test(window.location.protocol);

  function read() {
    return Object.fromEntries(new URLSearchParams(hasAddress() ? window.location.hash.slice(1) : ""));
  }

  // What the address says of the filters; what it says wrongly is passed over.
  function conditions(story, given) {
    const known = (values, allowed) => new Set([...values].filter((value) => allowed.has(value)));
    const names = new Set([...geomap.glyphs.ROLES, ...geomap.glyphs.KINDS]);
    const least = Number(given.least);
    return {
      hidden: known(list(given.off), names),
      types: known(list(given.type), new Set(geomap.glyphs.TYPES)),
      countries: known(list(given.country), new Set(story.places.map(({ country }) => country))),
      sources: known(
        new Set([...list(given.source)].map((source) => (source === "-" ? "" : source))),
        new Set(story.documents.map((_, index) => story.filter.sourceOf(index))),
      ),
      least: least > 0 && least <= 1 ? least : 0,
      query: given.q || "",
      from: day(given.from),
      to: day(given.until),
      undated: given.undated !== "no",
    };
  }

  function view(given) {
    const [lat, lon] = (given.c || "").split(",").map(Number);
    const zoom = Number(given.z);
    return given.c && given.z && [lat, lon, zoom].every(Number.isFinite) ? { centre: [lat, lon], zoom } : null;
  }

  function written(map, story, page) {
    const { state } = story.filter;
    const { lat, lng } = map.getCenter();
    const document = page.document();
    const fields = {
      z: Number(map.getZoom().toFixed(2)),
      c: `${lat.toFixed(3)},${lng.toFixed(3)}`,
      off: joined(state.hidden),
      type: joined(state.types),
      country: joined(state.countries),
      source: joined([...state.sources].map((source) => source || "-")),
      least: state.least || "",
      q: state.query.trim(),
      from: state.from === null ? "" : isoDay(state.from),
      until: state.to === null ? "" : isoDay(state.to),
      undated: state.undated ? "" : "no",
      view: page.view() === "map" ? "" : page.view(),
      doc: story.many && document !== null ? story.documents[document].id : "",
    };
    return new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== "")).toString();
  }

  // Writes whatever changes from now on; a link that is pasted into the address is followed.
  function keep(map, story, page, follow) {
    if (!hasAddress()) return;
    let timer = 0;
    let last = "";
    function write() {
      last = `#${written(map, story, page)}`;
      window.history.replaceState(null, "", last);
    }
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(write, PAUSE);
    };
    map.on("moveend", soon);
    story.events.on("filter view document", soon);
    window.addEventListener("hashchange", () => window.location.hash !== last && follow(read()));
  }

  return { read, conditions, view, keep };
})();
