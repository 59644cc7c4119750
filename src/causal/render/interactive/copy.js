// The drawing as it stands as an image: on the clipboard, or as a file where there is none.

const copyPicture = (() => {
  "use strict";

  const STYLES = ["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray",
    "opacity", "display", "font", "text-anchor"];

  /** Return a copy whose parts have as their own the styles that the page gives them. */
  function dressed(svg) {
    const copy = svg.cloneNode(true);
    const parts = copy.querySelectorAll("*");
    svg.querySelectorAll("*").forEach((part, at) => {
      if (!(part instanceof SVGGraphicsElement)) return;
      const style = getComputedStyle(part);
      for (const name of STYLES) parts[at].style.setProperty(name, style.getPropertyValue(name));
    });
    return copy;
  }

  /** Return the picture and what the page shows above it as a PNG, two pixels for one. */
  async function image(picture, overlay, ground) {
    const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
    const parts = [dressed(picture), dressed(overlay)];
    const whole = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const svg of [whole, ...parts]) {
      svg.removeAttribute("style");
      svg.setAttribute("width", width);
      svg.setAttribute("height", height);
    }
    whole.append(...parts);
    const source = new XMLSerializer().serializeToString(whole);
    const drawn = new Image();
    drawn.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
    await drawn.decode();
    const canvas = document.createElement("canvas");
    const scale = Math.min(2, 8000 / Math.max(width, height));
    [canvas.width, canvas.height] = [width * scale, height * scale];
    const pen = canvas.getContext("2d");
    pen.fillStyle = ground;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(drawn, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => { canvas.toBlob(done, "image/png"); });
  }

  /** Copy it, and return what to say of that. */
  return async function copy(picture, overlay, ground, name) {
    const made = image(picture, overlay, ground);
    try {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": made })]);
      return "Copied as PNG.";
    } catch {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await made);
      link.download = `${name}.png`;
      link.click();
      URL.revokeObjectURL(link.href);
      return "Saved as PNG: the clipboard takes no picture here.";
    }
  };
})();
