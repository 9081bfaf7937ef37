// The map beneath the story: land, borders and, close by, inner borders. One canvas, painted by the browser from paths
// that are made once: it costs next to nothing to move and to zoom.
geomap.base = (() => {
  // From this zoom the inner borders of a country are further apart than a label is high.
  const DIVISIONS_FROM_ZOOM = 4;
  // Details finer than a third of a pixel at the first zoom at which they are drawn.
  const DETAIL = [
    { from: 5.5, tolerance: 0 },
    { from: 3, tolerance: 0.33 / 2 ** 5.5 },
    { from: 0, tolerance: 0.33 / 2 ** 3 },
  ];
  const BEYOND = 0.4; // share of the view around it that is painted too

  function path(lines, close) {
    const drawn = new Path2D();
    for (const line of lines) {
      drawn.moveTo(...line[0]);
      for (let i = 1; i < line.length; i += 1) drawn.lineTo(line[i][0], line[i][1]);
      if (close) drawn.closePath();
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
        made = { known: path(rings(true), true), unknown: path(rings(false), true), coasts: path(coasts), borders: path(borders), disputes: path(disputes) };
        return made;
      },
    };
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
      this._pen.setTransform(sharp * scale, 0, 0, sharp * scale, -sharp * (min.x + origin.x), -sharp * (min.y + origin.y));
      this.options.paint(this._pen, scale);
    },
  });
  const { element } = geomap;

  return (map, world, divisions) => {
    map.createPane("geomapBase").style.zIndex = 150; // below the tiles that a user may add
    const levels = DETAIL.map((detail) => level(world, detail));
    const inner = path(divisions.map((line) => line.map(([lon, lat]) => world.pixel([lat, lon]))));
    let colours = null;

    function paint(pen, scale) {
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
      if (zoom >= DIVISIONS_FROM_ZOOM) stroke(inner, "--division", 0.7, [2, 3]);
      stroke(paths.coasts, "--coast", 0.7);
      stroke(paths.borders, "--border", 0.9);
      stroke(paths.disputes, "--border", 1.1, [3, 4]);
    }

    const canvas = new Canvas({ pane: "geomapBase", padding: BEYOND, paint }).addTo(map);
    return { paint: () => canvas._update() };
  };
})();
