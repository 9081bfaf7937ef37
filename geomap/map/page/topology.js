// TopoJSON -> rings and lines of [lat, lon], each border once; and the same on the world's square at zoom 0.
geomap.topology = (() => {
  const WORLD = 256; // pixels across at zoom 0
  const MOST_LATITUDE = 85.0511287798; // Web Mercator's square ends there

  function decode({ arcs, transform: { scale, translate } }) {
    return arcs.map((steps) => {
      let x = 0;
      let y = 0;
      return steps.map(([dx, dy]) => {
        x += dx;
        y += dy;
        return [translate[1] + y * scale[1], translate[0] + x * scale[0]];
      });
    });
  }

  const polygons = (shape) => (shape.type === "MultiPolygon" ? shape.arcs : [shape.arcs]);

  function ring(lines, indices) {
    const points = [];
    for (const index of indices) {
      const walked = index < 0 ? lines[~index].slice().reverse() : lines[index];
      points.push(...(points.length ? walked.slice(1) : walked));
    }
    return points;
  }

  function pixel([lat, lon]) {
    const sine = Math.sin((Math.max(-MOST_LATITUDE, Math.min(MOST_LATITUDE, lat)) * Math.PI) / 180);
    return [(WORLD * (lon + 180)) / 360, WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI))];
  }

  // Without the points that stand nearer to the one before than the tolerance, but with both ends.
  function thinned(line, tolerance) {
    const kept = [line[0]];
    let last = line[0];
    for (let i = 1; i < line.length - 1; i += 1) {
      if ((line[i][0] - last[0]) ** 2 + (line[i][1] - last[1]) ** 2 < tolerance * tolerance) continue;
      last = line[i];
      kept.push(last);
    }
    kept.push(line[line.length - 1]);
    return kept;
  }

  return (topology) => {
    const lines = decode(topology);
    const users = lines.map(() => []);
    for (const shape of topology.shapes) {
      for (const index of polygons(shape).flat(2)) users[index < 0 ? ~index : index].push(shape.properties);
    }
    const disputed = (pair) => pair.some((properties) => properties.disputed);
    const parts = (of, shape) => polygons(shape).map((part) => part.map((indices) => ring(of, indices)));
    const pixels = lines.map((line) => line.map(pixel));
    let thinLines = null;
    return {
      land: topology.shapes.map((shape) => shape.properties),
      // The country's outline as polygons of [lat, lon], without details finer than so many degrees; none where there is
      // no such country.
      outline(iso2, tolerance) {
        const of = tolerance ? (thinLines = thinLines || lines.map((line) => thinned(line, tolerance))) : lines;
        return topology.shapes.filter((shape) => shape.properties.iso2 === iso2).flatMap((shape) => parts(of, shape));
      },
      pixel,
      // All that is drawn of the world, in pixels at zoom 0, without details finer than the tolerance.
      drawing(tolerance) {
        const thin = pixels.map((line) => thinned(line, tolerance));
        const where = (test) => thin.filter((_, index) => test(users[index]));
        return {
          land: topology.shapes.map((shape) => ({
            known: shape.properties.iso2 !== null,
            rings: parts(thin, shape).flat(),
          })),
          coasts: where((pair) => pair.length === 1),
          borders: where((pair) => pair.length > 1 && !disputed(pair)),
          disputes: where((pair) => pair.length > 1 && disputed(pair)),
        };
      },
    };
  };
})();
