// webrtc-chat.html?through=server sets the call up through this page's own server, and then needs no token;
// ?transport=auto falls back to WebSocket where the network lets no WebRTC through.
const wishes = new URLSearchParams(location.search);
const chat = document.querySelector('realtime-voice-chat');

if (wishes.get('through') === 'server') {
  chat.removeAttribute('token-url');
  chat.setAttribute('session-url', '/session');
}
if (wishes.has('transport')) chat.setAttribute('transport', wishes.get('transport'));
