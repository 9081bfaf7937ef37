// The first view: where it happened. Those who act in the story may lie outside it; their lines show the way.
geomap.frame = (() => {
  const AT_MOST = 7; // closer by, the outlines of countries look coarse
  const AT_LEAST = 3.5; // farther off, towns of one country fall together
  const AT_LEAST_OF_MANY = 2; // many articles may tell of the whole world
  const FOR_CONTESTED = 0.75; // zoom levels that these may cost the sites,
  const FOR_ACTORS = 0.25; // and those who act in the story after them
  const BACKGROUND = new Set(["mention", "source"]);

  // Grows the view by these places, nearest first, while it stays close enough; each has the bounds to take in.
  function grow(map, bounds, places, least, padding) {
    const centre = bounds.getCenter();
    const near = [...places].sort((a, b) => centre.distanceTo(a.getCenter()) - centre.distanceTo(b.getCenter()));
    let grown = bounds;
    for (const place of near) {
      const wider = L.latLngBounds(grown.getSouthWest(), grown.getNorthEast()).extend(place);
      if (map.getBoundsZoom(wider, false, padding) < least) continue;
      grown = wider;
    }
    return grown;
  }

  // The places of a role, the most often named in it first; spots before areas, which say less of where it was.
  function ranked(story, places, wanted) {
    const count = (index) => story.mentionsAt(index).filter((mention) => wanted(story.mentions[mention].role)).length;
    return story.places
      .map((_, index) => ({ index, count: places.at(index) ? count(index) : 0 }))
      .filter((place) => place.count)
      .sort((a, b) => places.isArea(a.index) - places.isArea(b.index) || b.count - a.count)
      .map(({ index }) => index);
  }

  return (map, story, places) => {
    const atLeast = story.many ? AT_LEAST_OF_MANY : AT_LEAST;
    const sites = ranked(story, places, (role) => role === "incident_site");
    const contested = ranked(story, places, (role) => role === "contested_area");
    const acting = ranked(story, places, (role) => !BACKGROUND.has(role));
    const first = [sites, contested, acting, ranked(story, places, () => true)].find((group) => group.length);
    if (!first) return;
    const beside = geomap.tight(map) ? 40 : Math.min(270, map.getSize().x * 0.3);
    const padding = L.point(56 + beside, 96);
    const boundsOf = (indices) => indices.map(places.bounds);
    const zoomOf = (bounds) => Math.min(AT_MOST, map.getBoundsZoom(bounds, false, padding));
    let bounds = grow(
      map,
      places.bounds(first[0]),
      boundsOf(first),
      Math.min(atLeast, zoomOf(places.bounds(first[0]))),
      padding,
    );
    for (const [group, cost] of [
      [contested, FOR_CONTESTED],
      [acting, FOR_ACTORS],
    ]) {
      bounds = grow(
        map,
        bounds,
        boundsOf(group.filter((index) => !first.includes(index))),
        zoomOf(bounds) - cost,
        padding,
      );
    }
    map.fitBounds(bounds, {
      paddingTopLeft: [56, 48],
      paddingBottomRight: [beside, 48],
      maxZoom: AT_MOST,
      animate: false,
    });
  };
})();
