// The page of `causal edit`: messages go to the server that made it, with the token of its address.

const token = new URLSearchParams(location.search).get("token") ?? "";

const transport = {
  file: true,
  async send(message) {
    const answer = await fetch("message", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Causal-Token": token },
      body: JSON.stringify(message),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return answer.json();
  },
  changed(tell) {
    const events = new EventSource(`events?token=${encodeURIComponent(token)}`);
    events.onmessage = (event) => tell(Number(event.data));
  },
};

const editor = start(document.getElementById("editor"), transport);
window.addEventListener("beforeunload", (event) => {
  if (editor.state && editor.state.saved === false) event.preventDefault();
});
