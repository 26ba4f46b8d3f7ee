// Says which service the page talks to, and asks that service for the model it offers.
const { service, model } = await (await fetch('/health')).json();

const places = {
  local: 'You are talking to the local voice service on this machine. No key, no account, nothing leaves it.',
  openai: `You are talking to OpenAI (${model}). What you say is sent there.`,
  compatible: `You are talking to the service that this server is set up with (${model}).`,
};

for (const place of document.querySelectorAll('[data-service]')) {
  place.dataset.service = service;
  place.textContent = places[service];
}
for (const chat of document.querySelectorAll('realtime-voice-chat')) {
  if (model) chat.model = model;
}
