// When it happened: a histogram with a window to drag, to move by keys, and to play. What has no date has a switch.
geomap.timeline = (() => {
  const { element, svg, glyphs } = geomap;
  const BINS = 72; // bars at most
  const STEPS = [1, 2, 7, 14, 28, 91, 182, 365, 730, 1826, 3652]; // days that a bar may stand for
  const PLAYED = 0.12; // share of the whole that the window takes when it is played from the whole
  const FRAME = 450; // milliseconds between two positions while playing
  const PAGE = 10; // bars that Page Up and Page Down move

  function binsOf(story) {
    const { ofIncident, ofDocument } = story.filter.dates;
    const dated = (story.incidents.length ? ofIncident : ofDocument).filter(([from]) => from !== story.filter.NEVER);
    if (!dated.length) return null;
    const first = dated.reduce((least, [from]) => Math.min(least, from), Infinity);
    const last = dated.reduce((most, [, to]) => Math.max(most, to), -Infinity);
    const step = STEPS.find((days) => (last - first + 1) / days <= BINS) || Math.ceil((last - first + 1) / BINS);
    return { first, last, step, number: Math.floor((last - first) / step) + 1 };
  }

  return (story, words) => {
    const bins = binsOf(story);
    if (!bins || bins.number < 2) return null;
    const { state, dates, shown, NEVER } = story.filter;
    const undated = story.incidents.filter((_, index) => dates.ofIncident[index][0] === NEVER).length;
    const bars = Array.from({ length: bins.number }, (_, x) => svg("rect", { x: x + 0.08, width: 0.84 }));
    const chart = svg(
      "svg",
      { class: "geomap-bars", viewBox: `0 0 ${bins.number} 100`, preserveAspectRatio: "none", "aria-hidden": "true" },
      bars,
    );
    const day = (bin) => bins.first + bin * bins.step;
    const lastDay = (bin) => Math.min(bins.last, day(bin + 1) - 1); // the last bar may reach beyond what there is
    const said = (number) => words.day(geomap.reading.isoDay(number));
    let timer = 0;

    // The window in bars, the last one included.
    const range = () => [
      state.from === null ? 0 : Math.round((state.from - bins.first) / bins.step),
      state.to === null ? bins.number - 1 : Math.round((state.to + 1 - bins.first) / bins.step) - 1,
    ];

    function want(from, to) {
      const whole = from <= 0 && to >= bins.number - 1;
      story.want(
        whole ? { from: null, to: null } : { from: day(Math.max(0, from)), to: day(Math.min(bins.number, to + 1)) - 1 },
      );
    }

    function handle(name, end) {
      const node = element("button", {
        type: "button",
        class: `geomap-handle is-${name}`,
        role: "slider",
        "aria-label": words.say(name),
        "aria-orientation": "horizontal",
        "aria-valuemin": 0,
        "aria-valuemax": bins.number - 1,
      });
      const move = (to) => {
        const [from, until] = range();
        const kept = Math.max(0, Math.min(bins.number - 1, to));
        want(...(end ? [from, Math.max(from, kept)] : [Math.min(until, kept), until]));
      };
      node.addEventListener("keydown", (event) => {
        const by = {
          ArrowLeft: -1,
          ArrowDown: -1,
          ArrowRight: 1,
          ArrowUp: 1,
          PageDown: -PAGE,
          PageUp: PAGE,
          Home: -Infinity,
          End: Infinity,
        }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        move(range()[end] + by);
      });
      drag(node, (_, bin) => move(end ? Math.ceil(bin) - 1 : Math.floor(bin + 0.5)));
      return node;
    }

    // Calls with the window at the beginning, and where the pointer is now and was then, in bars.
    function drag(node, act) {
      node.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        event.stopPropagation();
        node.focus({ preventScroll: true });
        stop();
        const before = range();
        const began = binAt(event);
        node.setPointerCapture(event.pointerId);
        const move = geomap.throttled((moved) => act(before, binAt(moved), began));
        node.addEventListener("pointermove", move);
        node.addEventListener("lostpointercapture", () => node.removeEventListener("pointermove", move), {
          once: true,
        });
      });
    }

    const track = element("div", { class: "geomap-track" }, chart);
    const windowed = element("div", { class: "geomap-window", title: words.say("dragWindow") });
    const handles = [handle("from", 0), handle("until", 1)];
    track.append(windowed, ...handles);
    const binAt = ({ clientX }) => ((clientX - track.getBoundingClientRect().left) / track.clientWidth) * bins.number;
    drag(windowed, ([from, to], now, began) => {
      const by = Math.max(-from, Math.min(bins.number - 1 - to, Math.round(now - began)));
      want(from + by, to + by);
    });
    // A new window is drawn on the bars.
    drag(chart, (_, now, began) => want(Math.floor(Math.min(now, began)), Math.floor(Math.max(now, began))));

    function stop() {
      clearInterval(timer);
      timer = 0;
      play.replaceChildren(glyphs.tool("play"));
      play.setAttribute("aria-label", words.say("play"));
      play.title = words.say("play");
    }

    function start() {
      const [from, to] = range();
      const wide = to - from + 1;
      const width = wide >= bins.number ? Math.max(1, Math.round(bins.number * PLAYED)) : wide;
      let at = wide >= bins.number || to >= bins.number - 1 ? 0 : from;
      want(at, at + width - 1);
      timer = setInterval(() => {
        at += 1;
        if (at + width > bins.number) return stop();
        return want(at, at + width - 1);
      }, FRAME);
      play.replaceChildren(glyphs.tool("pause"));
      play.setAttribute("aria-label", words.say("pause"));
      play.title = words.say("pause");
    }

    const play = element("button", { type: "button", class: "geomap-play", click: () => (timer ? stop() : start()) });
    const label = element("span", { class: "geomap-span" });
    const box = element("input", { type: "checkbox", "data-switch": "undated" });
    box.addEventListener("change", () => story.want({ undated: box.checked }));
    const whole = element(
      "button",
      { type: "button", class: "geomap-textlink", click: () => (stop(), want(0, bins.number - 1)) },
      words.say("wholeTime"),
    );

    // How many incidents, or else mentions, of those that all other conditions let through.
    function heights() {
      const counts = new Float64Array(bins.number);
      const add = ([from, to]) => {
        if (from === NEVER) return;
        const [a, b] = [from, to].map((number) => Math.floor((number - bins.first) / bins.step));
        for (let bin = Math.max(0, a); bin <= Math.min(bins.number - 1, b); bin += 1) counts[bin] += 1;
      };
      if (story.incidents.length) dates.ofIncident.forEach((span, index) => shown.incidents[index] && add(span));
      else dates.ofDocument.forEach(add);
      return counts;
    }

    function update() {
      const [from, to] = range();
      const counts = heights();
      const most = Math.max(1, ...counts);
      bars.forEach((bar, bin) => {
        const height = counts[bin] ? Math.max(4, (100 * counts[bin]) / most) : 0;
        bar.setAttribute("y", 100 - height);
        bar.setAttribute("height", height);
        bar.setAttribute("class", bin >= from && bin <= to ? "" : "is-out");
      });
      const [left, right] = [from, to + 1].map((bin) => (100 * bin) / bins.number);
      windowed.style.left = `${left}%`;
      windowed.style.width = `${right - left}%`;
      windowed.classList.toggle("is-whole", state.from === null && state.to === null);
      handles.forEach((node, end) => {
        node.style.left = `${[left, right][end]}%`;
        node.setAttribute("aria-valuenow", [from, to][end]);
        node.setAttribute("aria-valuetext", said(end ? lastDay(to) : day(from)));
      });
      label.textContent = words.days([day(from), lastDay(to)].map(geomap.reading.isoDay));
      box.checked = state.undated;
      whole.hidden = state.from === null && state.to === null;
    }

    stop();
    story.events.on("filter", update);
    update();
    return element(
      "section",
      { class: "geomap-timeline", "aria-label": words.say("timeline") },
      play,
      element(
        "div",
        { class: "geomap-brush" },
        track,
        element(
          "div",
          { class: "geomap-times" },
          label,
          whole,
          undated ? element("label", { class: "geomap-choice" }, box, words.say("undatedToo", { n: undated })) : null,
        ),
      ),
    );
  };
})();
