// The map beneath the story: land, borders and, closer by, inner borders. One canvas, painted by the browser from paths
// that are made once: it costs next to nothing to move and to zoom.
geomap.base = (() => {
  // Details finer than a third of a pixel at the first zoom at which they are drawn.
  const DETAIL = [
    { from: 5.5, tolerance: 0 },
    { from: 3, tolerance: 0.33 / 2 ** 5.5 },
    { from: 0, tolerance: 0.33 / 2 ** 3 },
  ];
  const BEYOND = 0.4; // share of the view around it that is painted too

  // Rings stay open: filling closes them, and to close a path costs more the longer it already is.
  function path(lines) {
    const drawn = new Path2D();
    for (const line of lines) {
      drawn.moveTo(...line[0]);
      for (let i = 1; i < line.length; i += 1) drawn.lineTo(line[i][0], line[i][1]);
    }
    return drawn;
  }

  function level(world, { from, tolerance }) {
    let made = null;
    return {
      from,
      paths() {
        if (made) return made;
        const { land, coasts, borders, disputes } = world.drawing(tolerance);
        const rings = (known) => land.filter((shape) => shape.known === known).flatMap((shape) => shape.rings);
        made = {
          known: path(rings(true)),
          unknown: path(rings(false)),
          coasts: path(coasts),
          borders: path(borders),
          disputes: path(disputes),
        };
        return made;
      },
    };
  }

  // The inner borders of one country: its lines, in steps on a grid, as a path and the box around it, made when first seen.
  function country(world, grid, [from, lines]) {
    let made = null;
    return {
      from,
      drawing() {
        if (made) return made;
        const box = [Infinity, Infinity, -Infinity, -Infinity];
        const points = lines.map((steps) => {
          let [lon, lat] = [0, 0];
          const line = [];
          for (let i = 0; i < steps.length; i += 2) {
            lon += steps[i];
            lat += steps[i + 1];
            const [x, y] = world.pixel([lat / grid, lon / grid]);
            box[0] = Math.min(box[0], x);
            box[1] = Math.min(box[1], y);
            box[2] = Math.max(box[2], x);
            box[3] = Math.max(box[3], y);
            line.push([x, y]);
          }
          return line;
        });
        made = { path: path(points), box };
        return made;
      },
    };
  }

  const meet = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

  // In the reader's idle moments, one after the other, so that coming closer need not wait for it.
  function prepare([next, ...rest]) {
    if (!next || !window.requestIdleCallback) return;
    requestIdleCallback(() => {
      next();
      prepare(rest);
    });
  }

  const Canvas = L.Renderer.extend({
    _initContainer() {
      this._container = element("canvas", { "aria-hidden": "true" });
      this._pen = this._container.getContext("2d");
    },
    _destroyContainer() {
      L.DomUtil.remove(this._container);
      delete this._container;
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const { min } = this._bounds;
      const size = this._bounds.getSize();
      const sharp = window.devicePixelRatio > 1 ? 2 : 1;
      L.DomUtil.setPosition(this._container, min);
      this._container.width = sharp * size.x;
      this._container.height = sharp * size.y;
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
      const origin = this._map.getPixelOrigin();
      const scale = 2 ** this._map.getZoom();
      this._pen.setTransform(
        sharp * scale,
        0,
        0,
        sharp * scale,
        -sharp * (min.x + origin.x),
        -sharp * (min.y + origin.y),
      );
      const [left, top] = [(min.x + origin.x) / scale, (min.y + origin.y) / scale];
      this.options.paint(this._pen, scale, [left, top, left + size.x / scale, top + size.y / scale]);
    },
  });
  const { element } = geomap;

  return (map, world, { inner, grid }) => {
    map.createPane("geomapBase").style.zIndex = 150; // below the tiles that a user may add
    const levels = DETAIL.map((detail) => level(world, detail));
    const countries = Object.values(inner).map((lines) => country(world, grid, lines));
    let colours = null;

    function paint(pen, scale, view) {
      colours = colours || getComputedStyle(map.getContainer());
      const colour = (name) => colours.getPropertyValue(name).trim();
      const zoom = map.getZoom();
      const paths = levels.find(({ from }) => zoom >= from).paths();
      const stroke = (line, name, weight, dash = []) => {
        pen.strokeStyle = colour(name);
        pen.lineWidth = weight / scale;
        pen.setLineDash(dash.map((length) => length / scale));
        pen.stroke(line);
      };
      pen.fillStyle = colour("--land");
      pen.fill(paths.known, "evenodd");
      pen.fillStyle = colour("--land-disputed");
      pen.fill(paths.unknown, "evenodd");
      pen.lineJoin = "round";
      for (const { from, drawing } of countries) {
        if (zoom >= from && meet(drawing().box, view)) stroke(drawing().path, "--division", 0.7, [2, 3]);
      }
      stroke(paths.coasts, "--coast", 0.7);
      stroke(paths.borders, "--border", 0.9);
      stroke(paths.disputes, "--border", 1.1, [3, 4]);
    }

    const canvas = new Canvas({ pane: "geomapBase", padding: BEYOND, paint }).addTo(map);
    prepare([...levels.map(({ paths }) => paths), ...countries.map(({ drawing }) => drawing)]);
    return { paint: () => canvas._update() };
  };
})();
