// The editor in a notebook: messages go to the kernel; without one the last picture is shown.

function render({ model, el }) {
  const waiting = new Map();
  const listeners = [];
  const view = Math.random().toString(36).slice(2); // several views may show one editor
  let count = 0;
  const root = make("div", {});
  const still = make("div", { class: "ce-still" });
  still.innerHTML = model.get("picture");
  el.replaceChildren(still);
  const transport = {
    file: false,
    send: (message) => new Promise((resolve, reject) => {
      count += 1;
      const number = `${view} ${count}`;
      waiting.set(number, resolve);
      setTimeout(() => { if (waiting.delete(number)) reject(new Error("no kernel")); }, 60000);
      model.send({ number, message });
    }),
    changed: (tell) => listeners.push(tell),
  };
  model.on("msg:custom", (reply) => {
    const resolve = waiting.get(reply.number);
    if (resolve) { waiting.delete(reply.number); resolve(reply.state); }
    else if (reply.version) listeners.forEach((tell) => tell(reply.version));
  });
  // The editor takes the place of the last picture only when a kernel answers.
  transport.send({ hello: true }).then(() => { el.replaceChildren(root); start(root, transport); }, () => {});
}

export default { render };
