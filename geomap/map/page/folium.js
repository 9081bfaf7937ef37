// What folium's own markers and popups expect to find, without jQuery, Awesome Markers or image files.
// They are the user's additions to the map; geomap's own layers use none of this.
(() => {
  const PIN = `data:image/svg+xml,${encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 25 41"><path fill="#2a6f97" stroke="#fff" stroke-width="1.5" ' +
      'd="M12.5 1C6 1 1 6 1 12.3 1 21 12.5 39.5 12.5 39.5S24 21 24 12.3C24 6 19 1 12.5 1z"/><circle cx="12.5" cy="12.5" r="4.5" fill="#fff"/></svg>',
  )}`;

  const NOTHING = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg"/>')}`;

  L.Icon.Default.imagePath = "";
  L.Icon.Default.mergeOptions({ iconUrl: PIN, iconRetinaUrl: PIN, shadowUrl: NOTHING, shadowRetinaUrl: NOTHING });

  if (!L.AwesomeMarkers) L.AwesomeMarkers = { icon: () => new L.Icon.Default() };

  if (!window.$) {
    window.$ = (what) => {
      if (what === document) return { ready: (action) => action() };
      const template = document.createElement("template");
      // eslint-disable-next-line no-restricted-properties -- folium's popups are HTML that the user wrote
      template.innerHTML = String(what).trim();
      return [...template.content.children];
    };
  }
})();
